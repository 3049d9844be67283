// A document's page: its items are found, filtered, sorted and linked to.
"use strict";

{
  const list = document.getElementById("list");
  const items = list ? [...list.children] : [];
  const printed = new Map(items.map((one, at) => [one, at]));
  const words = new Map(); // of an item, made when first searched
  const get = (id) => document.getElementById(id);
  const form = document.querySelector(".tools");
  const chips = [...document.querySelectorAll("button.chip")];

  const wordsOf = (item) => {
    if (!words.has(item)) {
      words.set(item, qingdan.plain([...item.querySelectorAll(".said")].map((one) => one.textContent).join("\n")));
    }
    return words.get(item);
  };
  const chosenList = () => form.querySelector("[name=list]:checked").value;
  const number = (item, name) => Number(item.dataset[name]);
  const ORDERS = {
    print: (a, b) => printed.get(a) - printed.get(b),
    flag: (a, b) => b.classList.contains("flagged") - a.classList.contains("flagged") || ORDERS.print(a, b),
    category: (a, b) => number(a, "category") - number(b, "category") || ORDERS.print(a, b),
    clauses: (a, b) => number(b, "clauses") - number(a, "clauses") || ORDERS.print(a, b),
  };

  function find() {
    const terms = qingdan.terms(get("search").value);
    const [category, department] = [get("category").value, get("department").value];
    const type = chosenList();
    let count = 0;
    for (const item of items) {
      const fits = (!type || item.dataset.list === type) &&
        (!category || item.dataset.category === category) &&
        (!department || item.dataset.departments.split(" ").includes(department)) &&
        (!get("flagged").checked || item.classList.contains("flagged")) &&
        terms.every((term) => wordsOf(item).includes(term));
      item.hidden = !fits;
      count += fits;
    }
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.department === department));
    get("none").hidden = count > 0;
    tell(count);
    highlight(terms);
  }

  function tell(count) {
    get("count").textContent = qingdan.say("shown_items", { n: count, all: items.length });
  }

  function sort() {
    list.append(...[...items].sort(ORDERS[get("order").value]));
  }

  /** Mark what is searched for, without touching the text. */
  function highlight(terms) {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    if (!terms.length) return;
    const ranges = [];
    for (const item of items) {
      if (item.hidden) continue;
      for (const said of item.querySelectorAll(".said")) {
        const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) ranges.push(...rangesIn(walker.currentNode, terms));
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function rangesIn(node, terms) {
    const text = node.data.toLowerCase();
    const found = [];
    for (const term of terms) {
      for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, Math.min(at + term.length, node.length));
        found.push(range);
      }
    }
    return found;
  }

  /** Show what a link leads to, whatever is filtered. */
  function follow() {
    const target = get(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) {
      form.reset();
      setTimeout(reach, 0, target); // behind what a reset does
    } else {
      reach(target);
    }
  }

  function reach(target) {
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    target.scrollIntoView({ block: "start", behavior: "instant" });
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
  }

  function copyLink(article, button) {
    const name = article.querySelector("h3, h5, p b").textContent.trim();
    const place = article.querySelector(".seq");
    const about = [document.querySelector("h1").textContent, place && place.textContent.trim().replace(/\s+/g, " ")];
    const link = new URL(`#${article.id}`, location.href).href;
    qingdan.copy(`${about.filter(Boolean).join(" ")} ${name}\n${link}`, button);
  }

  if (form) {
    form.addEventListener("input", (event) => { if (event.target.id === "order") sort(); else find(); });
    form.addEventListener("reset", () => setTimeout(() => { find(); sort(); }));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        const field = get("department");
        field.value = field.value === chip.dataset.department ? "" : chip.dataset.department;
        find();
        get("items").scrollIntoView({ block: "start", behavior: "instant" });
      });
    }
    new ResizeObserver(() => { // what sticks to the top must not cover what a link leads to
      const sticks = getComputedStyle(form).position === "sticky";
      document.documentElement.style.setProperty("--tools", `${sticks ? form.offsetHeight : 0}px`);
    }).observe(form);
    tell(items.length);
    qingdan.onLanguage.push(() => tell(items.filter((one) => !one.hidden).length));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".copy")) {
      qingdan.copy(button.parentElement.querySelector("pre").textContent, button);
    } else if (button.matches(".link")) {
      copyLink(button.closest("article"), button);
    } else if (button.matches(".whole")) {
      const whole = button.closest(".page").classList.toggle("all");
      button.firstElementChild.dataset.word = whole ? "part_page" : "whole_page";
      qingdan.translate(button);
    }
  });

  const places = () => [...document.querySelectorAll(".details li[id], article.doubt, article.item")];
  qingdan.keys.j = () => qingdan.step(places(), 1);
  qingdan.keys.k = () => qingdan.step(places(), -1);
  qingdan.keys.c = () => {
    const now = document.activeElement.closest("article, .details li[id]");
    if (now) copyLink(now, null);
  };
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    for (const image of document.querySelectorAll("img[loading]")) image.loading = "eager";
    for (const each of document.querySelectorAll("details.each")) each.open = true;
  });
  follow();
}
