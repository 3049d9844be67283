// The overview: its table is filled from documents.js, a hundred rows at a time.
"use strict";

{
  const PART = 100;
  const all = qingdanDocuments.rows.map((row) =>
    Object.fromEntries(qingdanDocuments.fields.map((name, at) => [name, row[at]])));
  for (const one of all) {
    one.place = [one.province, one.prefecture, one.county, one.township].filter(Boolean);
    one.total = one.basic + one.cooperative + one.recall;
    one.words = qingdan.plain([one.title, one.document_id, one.source_path, ...one.place].join(" "));
  }
  const ids = ["search", "state", "province", "county", "order", "mismatches", "rows", "more", "count", "none"];
  const at = Object.fromEntries(ids.map((id) => [id, document.getElementById(id)]));
  const byText = new Intl.Collator("zh-Hans-CN", { numeric: true }).compare;
  const ORDERS = {
    worst: null, // as they come
    place: (a, b) => byText(a.place.join(" "), b.place.join(" ")) || byText(a.title, b.title),
    name: (a, b) => byText(a.title, b.title) || byText(a.document_id, b.document_id),
    items: (a, b) => b.total - a.total,
  };
  let found = all;
  let shown = PART;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  /** Fill a choice with every value of a field that documents have, keeping what is chosen. */
  function fill(select, documents, field) {
    const chosen = select.value;
    const counts = new Map();
    for (const one of documents) counts.set(one[field] || "", (counts.get(one[field] || "") || 0) + 1);
    const names = [...counts.keys()].sort((a, b) => (a === "") - (b === "") || byText(a, b));
    select.replaceChildren(select.options[0], ...names.map((name) => {
      const made = element("option", "", `${name || qingdan.say("nowhere")} ${counts.get(name)}`);
      made.value = name || "-";
      return made;
    }));
    select.value = [...select.options].some((one) => one.value === chosen) ? chosen : "";
  }

  const fits = (value, select) => !select.value || (value || "-") === select.value;

  function find() {
    const terms = qingdan.terms(at.search.value);
    fill(at.county, all.filter((one) => fits(one.province, at.province)), "county");
    found = all.filter((one) =>
      terms.every((term) => one.words.includes(term)) && fits(one.status, at.state) &&
      fits(one.province, at.province) && fits(one.county, at.county) &&
      (!at.mismatches.checked || one.mismatches));
    const order = ORDERS[at.order.value];
    if (order) found = [...found].sort(order);
    shown = PART;
    show();
  }

  function show() {
    at.rows.replaceChildren(...found.slice(0, shown).map(row));
    at.none.hidden = found.length > 0;
    const left = Math.min(PART, found.length - shown);
    at.more.hidden = left <= 0;
    at.more.textContent = qingdan.say("more", { n: left });
    at.count.textContent = qingdan.say("shown_documents", { n: found.length, all: all.length });
  }

  function row(one) {
    const made = element("tr");
    made.dataset.step = "";
    const state = element("td");
    state.append(element("span", `state ${one.status}`, qingdan.say(one.status)));
    if (one.acknowledged) state.append(element("small", "", qingdan.say("acknowledged_count", { n: one.acknowledged })));
    const name = element("td", "name");
    const link = element("a", "", one.title);
    link.href = one.href;
    link.lang = "zh-CN";
    name.append(link, element("small", "", one.source_path));
    if (one.causes.length) name.append(element("small", "causes", one.causes.map(causeOf).join(qingdan.say("between"))));
    const place = element("td", "where", one.place.join(" "));
    place.lang = "zh-CN";
    const numbers = ["basic", "cooperative", "recall"].map((list) => number(one[list], `${list}_short`, ""));
    const totals = element("td", "", totalsOf(one));
    totals.dataset.label = qingdan.say("totals_short");
    if (one.mismatches) totals.className = "bad";
    else if (!one.stated) totals.className = "zero";
    const format = element("td", "", formatOf(one));
    format.dataset.label = qingdan.say("format");
    made.append(state, name, place, ...numbers, totals, number(one.errors, "errors", "bad"),
      number(one.warnings, "warnings", "odd"), format);
    return made;
  }

  function number(count, key, className) {
    const made = element("td", `number ${count ? className : "zero"}`, count);
    made.dataset.label = qingdan.say(key);
    return made;
  }

  function causeOf([code, count]) {
    const title = qingdanDocuments.titles[code];
    return `${title ? title[qingdan.language] : code}${count > 1 ? ` ${count}` : ""}`;
  }

  function formatOf(one) {
    const key = `format_${one.format}`;
    return key in qingdanWords ? qingdan.say(key) : one.format || "—";
  }

  function totalsOf(one) {
    if (one.status === "failed") return "—";
    if (one.mismatches) return qingdan.say("differ", { n: one.mismatches });
    return qingdan.say(one.stated ? "agree" : "none_stated");
  }

  fill(at.province, all, "province");
  const form = document.querySelector(".tools");
  form.addEventListener("input", find);
  form.addEventListener("reset", () => setTimeout(find));
  form.addEventListener("submit", (event) => event.preventDefault());
  at.more.addEventListener("click", () => {
    const next = shown;
    shown += PART;
    show();
    at.rows.rows[next].querySelector("a").focus();
  });
  const links = () => [...at.rows.querySelectorAll("a")];
  const step = (way) => {
    const all = links();
    const now = all.indexOf(document.activeElement);
    const next = all[now < 0 ? 0 : Math.max(0, Math.min(all.length - 1, now + way))];
    if (next) next.focus();
  };
  qingdan.keys.j = () => step(1);
  qingdan.keys.k = () => step(-1);
  qingdan.onLanguage.push(() => { fill(at.province, all, "province"); find(); });
  find();
}
