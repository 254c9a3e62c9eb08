// Without this script every page works; with it, pages keep themselves up to date, times are those of whoever looks,
// and the theme can be chosen.
"use strict";
(() => {
  const period = 2000;
  const live = document.getElementById("live");
  const lost = document.getElementById("lost");
  const theme = document.getElementById("theme");
  const zone = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

  const localize = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.textContent = zone.format(at);
    }
  };

  // Makes one element like another without replacing what stays, so that focus, selection and scrolling survive.
  const morph = (from, to) => {
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
    for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    const keyed = new Map([...from.children].filter((child) => child.dataset.key).map((child) => [child.dataset.key, child]));
    let place = from.firstChild;
    for (const wanted of [...to.childNodes]) {
      const key = wanted.nodeType === Node.ELEMENT_NODE ? wanted.dataset.key : undefined;
      const same = key !== undefined ? keyed.get(key) : place && !(place.dataset && place.dataset.key) &&
        place.nodeName === wanted.nodeName && place.id === wanted.id ? place : undefined;
      if (!same) {
        from.insertBefore(wanted, place);
        continue;
      }
      if (same === place) place = place.nextSibling;
      else from.insertBefore(same, place);
      if (same.nodeType === Node.ELEMENT_NODE) morph(same, wanted);
      else if (same.nodeValue !== wanted.nodeValue) same.nodeValue = wanted.nodeValue;
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
  };

  const regions = () => [...document.querySelectorAll('[data-live]:not([data-live="off"])')];

  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Ops-Refresh": "1" }, cache: "no-store" });
    // Signed out meanwhile: the address leads elsewhere.
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    localize(page);
    for (const region of regions()) {
      const fresh = page.getElementById(region.id);
      if (fresh) morph(region, fresh);
    }
  };

  const follow = async () => {
    if (!document.hidden && live.getAttribute("aria-pressed") === "true") {
      try {
        await refresh();
        lost.hidden = true;
      } catch {
        lost.hidden = false;
      }
    }
    setTimeout(follow, period);
  };

  localize(document);
  theme.disabled = false;
  theme.value = document.documentElement.dataset.theme;
  theme.addEventListener("change", () => {
    document.documentElement.dataset.theme = theme.value;
    document.cookie = `ops-theme=${theme.value}; path=/operations; max-age=31536000; samesite=strict`;
  });
  if (regions().length > 0) {
    const show = (isOn) => {
      live.setAttribute("aria-pressed", String(isOn));
      live.title = isOn ? "The page keeps itself up to date. Press to hold it." : "The page is held. Press to go on.";
    };
    show(sessionStorage.getItem("ops-live") !== "off");
    live.hidden = false;
    live.addEventListener("click", () => {
      const isOn = live.getAttribute("aria-pressed") !== "true";
      sessionStorage.setItem("ops-live", isOn ? "on" : "off");
      show(isOn);
    });
    setTimeout(follow, period);
  }
})();
