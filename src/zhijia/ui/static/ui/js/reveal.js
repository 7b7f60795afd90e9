"use strict";
// Masked values: the button asks for a reason, the answer takes the mask's place as plain text.
(() => {
  const fetchClear = async (button, form) => {
    const place = button.parentElement.querySelector(".zj-masked-value");
    let answer;
    try {
      answer = await fetch(button.dataset.reveal, {
        method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, redirect: "error",
      });
    } catch {
      zhijia.show("bad", zhijia.text("failed"));
      return;
    }
    if (!answer.ok) { zhijia.refused(answer.headers.get("X-Message"), answer.status); return; }
    place.textContent = await answer.text();
    button.remove();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    const dialog = document.getElementById("zj-reveal");
    if (!button || !dialog) return;
    const form = dialog.querySelector("form");
    form.reset();
    if (button.hasAttribute("data-reveal-plain")) { fetchClear(button, form); return; }
    dialog.querySelector("#zj-reveal-title").textContent = button.dataset.revealTitle;
    form.onsubmit = (sent) => {
      sent.preventDefault();
      dialog.close();
      fetchClear(button, form);
    };
    dialog.showModal();
    form.elements.reason.focus();
  });
})();
