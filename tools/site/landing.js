// What the landing page lets its reader do at once. The markup is landing.py's and its template's.

import { enlivenDigit } from "./digit.js";
import { enlivenPhoto } from "./photo.js";
import { enlivenThumbs } from "./thumbs.js";

for (const figure of document.querySelectorAll("figure.photo")) enlivenPhoto(figure);
for (const figure of document.querySelectorAll("figure.digit")) enlivenDigit(figure);
for (const list of document.querySelectorAll("ol.notebooks")) enlivenThumbs(list, document.querySelector('[data-do="thumbs"]'));
