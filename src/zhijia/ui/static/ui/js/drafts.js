"use strict";
// Drafts: what is typed into a form with data-keep stays in this browser until it was saved.
(() => {
  const PREFIX = "zhijia.draft|";
  const SENT = "zhijia.sent";
  const WEEK = 7 * 24 * 3600 * 1000;

  // A browser may forbid storage (private windows, full disk): then there are no drafts, and nothing else breaks.
  const store = (name) => {
    try { const box = window[name]; box.setItem("zhijia.try", "1"); box.removeItem("zhijia.try"); return box; }
    catch { return null; }
  };
  const local = store("localStorage"), session = store("sessionStorage");
  if (!local || !session) return;

  const keyOf = (form) =>
    `${PREFIX}${document.body.dataset.user ?? ""}|${window.location.pathname}|${form.dataset.keep}`;

  const kept = (control) =>
    control.name && !control.disabled && !control.matches(
      "[type=password], [type=file], [type=hidden], [type=submit], [type=button], [data-sensitive], button, fieldset, output");

  const read = (form) => {
    const values = {};
    for (const control of form.elements) {
      if (!kept(control)) continue;
      const list = (values[control.name] ??= []);
      if (control.type === "checkbox" || control.type === "radio") { if (control.checked) list.push(control.value); }
      else if (control.multiple) list.push(...[...control.selectedOptions].map((option) => option.value));
      else list.push(control.value);
    }
    return values;
  };

  // What a restored draft puts into the form is no typing.
  let restoring = false;

  const write = (form, values) => {
    restoring = true;
    const places = {};
    for (const control of form.elements) {
      if (!kept(control) || !(control.name in values)) continue;
      const list = values[control.name];
      if (control.type === "checkbox" || control.type === "radio") control.checked = list.includes(control.value);
      else if (control.multiple) [...control.options].forEach((option) => { option.selected = list.includes(option.value); });
      else { const at = places[control.name] ?? 0; control.value = list[at] ?? ""; places[control.name] = at + 1; }
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
    restoring = false;
  };

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const load = (key) => {
    try { return JSON.parse(local.getItem(key)); } catch { local.removeItem(key); return null; }
  };

  const offer = (form, key, draft) => {
    const box = document.createElement("div");
    box.className = "zj-draft";
    const words = document.createElement("span");
    const when = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    words.textContent = zhijia.text("draft_found", { when });
    const button = (label, style, action) => {
      const one = document.createElement("button");
      one.type = "button";
      one.className = `btn ${style}`;
      one.textContent = zhijia.text(label);
      one.addEventListener("click", () => { action(); box.remove(); });
      return one;
    };
    box.append(words,
      button("draft_restore", "btn-primary", () => {
        write(form, draft.values);
        zhijia.show("info", zhijia.text("draft_restored"));
        form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      }),
      button("draft_discard", "btn-outline-secondary", () => local.removeItem(key)));
    form.prepend(box);
    zhijia.say(words.textContent);
  };

  const watch = (form) => {
    form.dataset.keeping = "1";
    const key = keyOf(form), start = read(form), found = load(key);
    if (found && !same(found.values, start) && !form.querySelector("[data-errors]")) offer(form, key, found);
    let timer = 0, changed = false;
    const save = () => {
      clearTimeout(timer);
      if (!changed) return;
      try { local.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) })); } catch { /* full: no draft */ }
    };
    const soon = () => {
      if (restoring) return;
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, 250);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    window.addEventListener("pagehide", save);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      changed = true;
      save();
      changed = false;
      session.setItem(SENT, key);
    });
  };

  const tidy = () => {
    const sent = session.getItem(SENT);
    // Only a page that says "saved" proves it; a log-in, an error or the form itself proves nothing.
    if (sent && document.querySelector("[data-saved]")) local.removeItem(sent);
    session.removeItem(SENT);
    for (const key of Object.keys(local)) {
      if (key.startsWith(PREFIX) && !(load(key)?.at > Date.now() - WEEK)) local.removeItem(key);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    tidy();
    zhijia.onContent((root) => root.querySelectorAll("form[data-keep]:not([data-keeping])").forEach(watch));
  });
})();
