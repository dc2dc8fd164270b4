// What the pages of this folder do wrong with scripts.
for (const place of document.querySelectorAll("[data-button]")) place.append(document.createElement("button"));
for (const shut of document.querySelectorAll("[data-shut] summary")) shut.addEventListener("click", (event) => event.preventDefault());
for (const button of document.querySelectorAll("[data-back]")) {
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    event.preventDefault();
    document.querySelector("a").focus();
  });
}
