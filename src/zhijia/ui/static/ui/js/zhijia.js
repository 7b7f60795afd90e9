"use strict";
// The house's own behaviour: talking to the reader, asking before acting, never sending twice. Everything works
// on attributes listed in ui/README.md; other scripts join through window.zhijia.
window.zhijia = (() => {
  let texts = {};
  const setups = [];

  const text = (key, values = {}) =>
    (texts[key] ?? key).replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

  /** Runs `setup` on the page now and on everything htmx brings in later. */
  const onContent = (setup) => {
    setups.push(setup);
    if (document.readyState !== "loading") setup(document);
  };
  const settle = (root) => setups.forEach((setup) => setup(root));

  /** Speaks to a screen reader; a pause makes sure that the change is noticed. */
  const say = (sentence, urgent = false) => {
    const place = document.getElementById(urgent ? "zj-urgent" : "zj-polite");
    if (!place) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = sentence; }, 120);
  };

  // What is folded on the screen is spread out on paper.
  window.addEventListener("beforeprint", () => document.querySelectorAll("details[data-open-on-paper]:not([open])")
    .forEach((one) => { one.open = true; one.dataset.folded = "1"; }));
  window.addEventListener("afterprint", () => document.querySelectorAll("details[data-folded]")
    .forEach((one) => { one.open = false; delete one.dataset.folded; }));

  const icons = { good: "circle-check", info: "info", warn: "alert-triangle", bad: "alert-circle" };

  const drawIcon = (name) => {
    const sample = document.querySelector("svg.zj-icon use");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "zj-icon");
    svg.setAttribute("aria-hidden", "true");
    if (sample) {
      const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      use.setAttribute("href", `${sample.getAttribute("href").split("#")[0]}#${name}`);
      svg.append(use);
    }
    return svg;
  };

  const closeButton = (label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-close";
    button.setAttribute("aria-label", label);
    return button;
  };

  /** Shows a message at the top of the page and speaks it. */
  const show = (tone, sentence) => {
    const place = document.getElementById("zj-messages");
    if (place) {
      const box = document.createElement("div");
      box.className = `zj-message zj-tone-${icons[tone] ? tone : "info"}`;
      const words = document.createElement("div");
      words.className = "zj-message-text";
      words.textContent = sentence;
      const close = closeButton(text("close"));
      close.dataset.dismissMessage = "";
      box.append(drawIcon(icons[tone] ?? "info"), words, close);
      place.prepend(box);
      box.scrollIntoView({ block: "nearest" });
    }
    say(sentence, tone === "bad");
  };

  /** Asks the question in a dialog; resolves to true or false. */
  const ask = (question, danger = false) => new Promise((resolve) => {
    const dialog = document.getElementById("zj-ask");
    if (!dialog?.showModal) { resolve(window.confirm(question)); return; }
    dialog.querySelector("#zj-ask-text").textContent = question;
    const yes = dialog.querySelector("button[value=yes]");
    yes.classList.toggle("btn-danger", danger);
    yes.classList.toggle("btn-primary", !danger);
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

  /** Whether the house can be reached; browsers' own word for it is wrong on machines without internet. */
  const reachable = async () => {
    const address = document.querySelector("link[rel=icon]")?.href;
    if (!address) return true;
    try {
      const limit = AbortSignal.timeout ? AbortSignal.timeout(5000) : undefined;
      await fetch(address, { method: "HEAD", cache: "no-store", signal: limit });
      return true;
    } catch { return false; }
  };

  // --- Submitting -------------------------------------------------------------------------------------------
  const buttonsOf = (form) => [...form.elements].filter((one) => one.type === "submit");

  const busy = (form, submitter) => {
    form.dataset.busy = "1";
    form.setAttribute("aria-busy", "true");
    // Later, because a disabled button would not send its own value.
    setTimeout(() => {
      buttonsOf(form).forEach((button) => { button.disabled = true; });
      (submitter ?? buttonsOf(form)[0])?.classList.add("zj-busy");
      if (form.hasAttribute("data-download")) setTimeout(() => idle(form), 3000);
    }, 0);
  };

  const idle = (form) => {
    if (!form.dataset.busy) return;
    delete form.dataset.busy;
    form.removeAttribute("aria-busy");
    buttonsOf(form).forEach((button) => { button.disabled = false; button.classList.remove("zj-busy"); });
  };

  const again = (form, submitter) => {
    if (submitter?.isConnected && submitter.form === form) form.requestSubmit(submitter);
    else form.requestSubmit();
  };

  const isPost = (form) => (form.getAttribute("method") ?? "").toLowerCase() === "post";

  const hold = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };

  const beforeSubmit = (event) => {
    const form = event.target, submitter = event.submitter;
    if (form.getAttribute("method") === "dialog") return;
    if (form.dataset.busy) { hold(event); return; }
    if (form.hasAttribute("data-preparing")) {
      hold(event);
      form.addEventListener("zhijia:prepared", () => again(form, submitter), { once: true });
      return;
    }
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (question && !form.dataset.agreed) {
      hold(event);
      const danger = form.hasAttribute("data-danger") || submitter?.hasAttribute("data-danger");
      ask(question, danger).then((yes) => {
        if (!yes) return;
        form.dataset.agreed = "1";
        again(form, submitter);
        delete form.dataset.agreed;
      });
      return;
    }
    if (isPost(form) && !navigator.onLine && !form.dataset.reached) {
      hold(event);
      reachable().then((yes) => {
        if (!yes) { show("warn", text("offline_submit")); return; }
        form.dataset.reached = form.dataset.agreed = "1";
        again(form, submitter);
        delete form.dataset.reached;
        delete form.dataset.agreed;
      });
    }
  };

  const onSubmit = (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isPost(form) || form.hasAttribute("data-no-guard")) return;
    busy(form, event.submitter);
  };

  // --- Clicks -----------------------------------------------------------------------------------------------
  const openRow = (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, select, textarea, label, summary, dialog")) return;
    if (String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  };

  const onClick = (event) => {
    const near = (selector) => event.target.closest(selector);
    const link = near("a[data-confirm]");
    if (link) {
      event.preventDefault();
      ask(link.dataset.confirm, link.hasAttribute("data-danger")).then((yes) => {
        if (yes) window.location.assign(link.href);
      });
      return;
    }
    near("[data-dismiss-message]")?.closest(".zj-message")?.remove();
    const opener = near("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    near("[data-dialog-close]")?.closest("dialog")?.close();
    if (near("[data-print]")) window.print();
    if (near("[data-back]")) window.history.back();
    const copier = near("[data-copy]");
    if (copier) copy(document.querySelector(copier.dataset.copy));
    openRow(event);
  };

  const copy = async (source) => {
    if (!source) return;
    const words = source.value ?? source.textContent.trim();
    try {
      await navigator.clipboard.writeText(words);
      show("good", text("copied"));
    } catch {
      // Without https there is no clipboard: mark the text so that a key press copies it.
      if (source.select) source.select();
      else window.getSelection().selectAllChildren(source);
    }
  };

  const onChange = (event) => {
    const control = event.target;
    if (control.matches("[data-submit-on-change]")) control.form?.requestSubmit();
    if (control.matches("input[data-check-all]")) {
      const boxes = document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(control.dataset.checkAll)}"]`);
      boxes.forEach((box) => { if (box.checked !== control.checked) box.click(); });
    }
  };

  // --- Leaving with something typed -------------------------------------------------------------------------
  const guardLeaving = (root) => root.querySelectorAll("form[data-warn-unsaved]:not([data-watched])").forEach((form) => {
    form.dataset.watched = "1";
    let touched = false;
    form.addEventListener("input", () => { touched = true; });
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) touched = false; });
    window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
  });

  /** Cards on phones take a table's display away and with it its meaning; roles give that back. */
  const nameTables = (root) => root.querySelectorAll(".is-cards > table:not([role])").forEach((table) => {
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot").forEach((part) => part.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
    table.querySelectorAll("td").forEach((cell) => cell.setAttribute("role", "cell"));
    table.querySelectorAll("thead th").forEach((cell) => cell.setAttribute("role", "columnheader"));
    table.querySelectorAll("tbody th").forEach((cell) => cell.setAttribute("role", "rowheader"));
  });

  // --- Network and htmx -------------------------------------------------------------------------------------
  const checkNetwork = async () => {
    const banner = document.getElementById("zj-offline");
    if (!banner) return;
    const away = !navigator.onLine && !(await reachable());
    if (banner.hidden !== away) return;
    banner.hidden = !away;
    say(text(away ? "offline" : "online"));
  };

  /** Says why the server refused, in its own words where it sent some. */
  const refused = (said, status) => show("bad", said ? decodeURIComponent(said) : text("error", { status }));

  const listenToHtmx = () => {
    const body = document.body;
    body.addEventListener("htmx:load", (event) => settle(event.detail.elt));
    body.addEventListener("htmx:confirm", (event) => {
      if (!event.detail.question) return;
      event.preventDefault();
      ask(event.detail.question).then((yes) => { if (yes) event.detail.issueRequest(true); });
    });
    const formOf = (event) => (event.detail.elt.matches("form") ? event.detail.elt : null);
    body.addEventListener("htmx:beforeRequest", (event) => {
      const form = formOf(event);
      if (form && !form.hasAttribute("data-no-guard")) busy(form);
    });
    body.addEventListener("htmx:afterRequest", (event) => {
      const form = formOf(event);
      if (form) idle(form);
    });
    body.addEventListener("htmx:sendError", () => show("bad", text("failed")));
    body.addEventListener("htmx:responseError", (event) => {
      const answer = event.detail.xhr;
      refused(answer.getResponseHeader("X-Message"), answer.status);
    });
    body.addEventListener("zhijia:message", (event) => show(event.detail.tone ?? "info", event.detail.text ?? ""));
  };

  document.addEventListener("submit", beforeSubmit, true);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  window.addEventListener("online", checkNetwork);
  window.addEventListener("offline", checkNetwork);
  // Coming back with the browser's arrow shows the page as it was left: buttons must work again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(idle));

  document.addEventListener("DOMContentLoaded", () => {
    texts = JSON.parse(document.getElementById("zj-texts")?.textContent ?? "{}");
    onContent(guardLeaving);
    onContent(nameTables);
    listenToHtmx();
    checkNetwork();
    const said = [...document.querySelectorAll("[data-message] .zj-message-text")].map((one) => one.textContent.trim());
    if (said.length) say(said.join(" "), Boolean(document.querySelector("[data-message].zj-tone-bad")));
    document.querySelector("[data-errors]")?.focus();
  });

  return { text, onContent, say, show, ask, refused, reachable, drawIcon };
})();
