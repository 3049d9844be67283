// What every page of a review does: languages, keys, copying. The words are in words.js.
"use strict";

const qingdan = {
  language: document.documentElement.lang === "en" ? "en" : "zh",
  onLanguage: [],

  /** The words of a key in the language of the page, with what `values` fill in. */
  say(key, values = {}) {
    const words = qingdanWords[key][qingdan.language];
    return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  },

  /** Put an element and what is in it into the language of the page. */
  translate(root) {
    for (const one of root.querySelectorAll("[data-word]")) {
      const values = JSON.parse(one.dataset.values || "{}");
      one.textContent = (one.dataset.after || "") + qingdan.say(one.dataset.word, values);
    }
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      for (const one of root.querySelectorAll(`[data-word-${name}]`)) {
        const values = JSON.parse(one.dataset.values || "{}");
        one.setAttribute(name, qingdan.say(one.getAttribute(`data-word-${name}`), values));
      }
    }
    for (const one of root.querySelectorAll("[data-zh]")) {
      one.textContent = one.dataset[qingdan.language];
    }
  },

  setLanguage(language) {
    qingdan.language = language;
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    qingdan.translate(document);
    for (const told of qingdan.onLanguage) told();
    try { sessionStorage.setItem("qingdan.language", language); } catch { /* not kept, then */ }
  },

  /** Tell who listens or looks at the button that a text was copied, or was not. */
  async copy(text, button) {
    let key = "copied";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      key = qingdan.copyByHand(text) ? "copied" : "not_copied";
    }
    document.getElementById("told").textContent = qingdan.say(key);
    if (!button) return;
    const word = button.querySelector("[data-word=copy]");
    if (word) {
      word.textContent = qingdan.say(key);
      setTimeout(() => { word.textContent = qingdan.say("copy"); }, 2000);
    } else {
      button.title = qingdan.say(key);
    }
  },

  copyByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  },

  /** Move the focus to the next (1) or previous (-1) of the elements that are shown. */
  step(elements, way) {
    const shown = elements.filter((one) => one.offsetParent !== null);
    if (!shown.length) return;
    const now = document.activeElement && document.activeElement.closest("[data-step], article, .details li");
    let at = shown.indexOf(now);
    if (at < 0) {
      const top = shown.findIndex((one) => one.getBoundingClientRect().bottom > 80);
      at = (top < 0 ? shown.length : top) - (way > 0 ? 1 : 0);
    }
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + way))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
  },

  /** What a key does, by the key; `/`, `?`, `l` and Escape are those of every page. */
  keys: {
    "/": () => { const field = document.getElementById("search"); if (field) { field.focus(); field.select(); } },
    "?": () => document.getElementById("keys").showModal(),
    l: () => qingdan.setLanguage(qingdan.language === "en" ? "zh" : "en"),
  },

  /** The terms of a search: every word must be found. */
  terms(text) {
    return text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  },

  plain(text) {
    return text.normalize("NFKC").toLowerCase();
  },
};

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const typing = at.matches("select, textarea, input:not([type=checkbox], [type=radio])");
  if (event.key === "Escape" && at.id === "search") {
    at.value = "";
    at.dispatchEvent(new Event("input", { bubbles: true }));
    at.blur();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = qingdan.keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

document.getElementById("language").addEventListener("click", qingdan.keys.l);
document.getElementById("help").addEventListener("click", qingdan.keys["?"]);
{
  let kept = null;
  try { kept = sessionStorage.getItem("qingdan.language"); } catch { /* none is kept */ }
  if ((kept === "zh" || kept === "en") && kept !== qingdan.language) qingdan.setLanguage(kept);
}
