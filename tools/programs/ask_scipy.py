# /// script
# requires-python = ">=3.11"
# dependencies = ["scipy==1.17.1", "scikit-image==0.26.0", "astropy==8.0.2", "SimpleITK==2.5.7"]
# ///
"""SciPy, NumPy, scikit-image, astropy and SimpleITK."""

import numpy as np
import scipy.ndimage
import scipy.signal
import SimpleITK
import skimage.filters
from astropy.convolution import convolve
from flips import PICTURE, look
from layers import Rows, refused, show

scipy_, numpy_ = Rows("scipy"), Rows("numpy")
scipy_.flips("SciPy ndimage.convolve", scipy.ndimage.convolve, "8-bit pictures wrap around")
bits = scipy.ndimage.convolve(np.full((3, 3), 200, dtype=np.uint8), np.ones((3, 3), dtype=np.uint8))
scipy_.say("eight_bits", "SciPy ndimage.convolve", int(bits[1, 1]))
scipy_.flips("SciPy signal.convolve2d", scipy.signal.convolve2d, "full output")
empty = refused(scipy.signal.correlate2d, np.ones((4, 4)), np.ones((5, 5)), "valid")
scipy_.say("no_window", "SciPy signal.correlate2d", f"swaps the two: {empty.shape[0]}×{empty.shape[1]}")

x, w = np.arange(49.0).reshape(7, 7), np.arange(9.0).reshape(3, 3)
for rows, program, function, picture, kernel in (
    (scipy_, "SciPy signal.convolve2d", scipy.signal.convolve2d, x, w),
    (numpy_, "NumPy convolve", np.convolve, x[0], w[0]),
):
    one, other = refused(function, picture, kernel, "valid"), refused(function, kernel, picture, "valid")
    same = other is not None and np.array_equal(one, other)
    rows.say("swap_valid", program, "swaps the two" if same else "refuses" if other is None else "another answer")

image = Rows("scikit-image")
sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])  # as the course writes it; its documentation has the negative
kernel, border = look(lambda picture, _: 4 * skimage.filters.sobel_v(picture), kernel=sobel)
image.say("who_flips", "scikit-image sobel_v", kernel, "times 1/4, of Sobel x as this course writes it")
assert border == "the edge repeated"
image.say("border", "scikit-image sobel_v", "mirrored, the edge twice", "of a 3×3 kernel the same as repeated")

sky = Rows("astropy")
sky.flips(
    "astropy convolve",
    lambda x, k: convolve(x, k) * k.sum(),
    "divides by the kernel's sum, so Sobel raises ValueError",
)
assert refused(convolve, PICTURE, sobel) is None

itk = Rows("SimpleITK")
itk.flips(
    "SimpleITK",
    lambda x, k: SimpleITK.GetArrayFromImage(
        SimpleITK.Convolution(SimpleITK.GetImageFromArray(x), SimpleITK.GetImageFromArray(k))
    ),
)
show(scipy_, numpy_, image, sky, itk)
