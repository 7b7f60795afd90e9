/* A click on a member of the demo's cast fills the log-in form and moves the focus to its button. */
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-demo-username]");
  if (!chosen) return;
  const login = document.getElementById("id_login");
  login.value = chosen.dataset.demoUsername;
  document.getElementById("id_password").value = chosen.dataset.demoPassword;
  const told = document.querySelector("[data-demo-told]");
  told.textContent = told.dataset.demoTold;
  const button = login.form.querySelector("button[type=submit]");
  button.scrollIntoView({ block: "center" });
  button.focus();
});
