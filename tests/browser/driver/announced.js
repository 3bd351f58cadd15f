// What a screen reader would be told without being asked: every text that comes into a live region, with its time.

globalThis.announced = (() => {
  const LIVE = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]", begun = performance.now();
  const /** @type {{ at: number, where: string, text: string }[]} */ said = [];
  const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const name = (live) => live.id || live.getAttribute("class") || live.getAttribute("role") || live.tagName;
  new MutationObserver((changes) => {
    const told = new Set(); // one change of a region is one announcement, however many nodes it takes
    for (const { target, type, addedNodes } of changes) {
      if (type === "childList" && !addedNodes.length) continue; // what goes is not said
      const alerts = [...addedNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE)
        .flatMap((/** @type {any} */ node) => [...(node.matches("[role=alert]") ? [node] : []), ...node.querySelectorAll("[role=alert]")]);
      for (const live of [elementOf(target)?.closest(LIVE), ...alerts]) {
        const text = live?.textContent.trim();
        if (!text || told.has(live) || !live.checkVisibility({ visibilityProperty: true })) continue;
        told.add(live);
        said.push({ at: Math.round(performance.now() - begun), where: name(live), text });
      }
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
  return said;
})();
