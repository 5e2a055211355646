// Select2 gives its boxes no name. They take the one of the select that they stand for.
const jQuery = window.django?.jQuery;

function nameBoxes(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0];
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !box) continue;
    label.id ||= `${select.id}_label`;
    const value = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
    value.setAttribute("aria-labelledby", label.id);
    box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
  }
}

if (jQuery) {
  // After the scripts of the admin, which wait for the same moments.
  jQuery(() => setTimeout(() => nameBoxes(document)));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameBoxes(event.target)));
  jQuery(document).on("select2:open", (event) => {
    const field = document.querySelector(".select2-dropdown .select2-search__field");
    field?.setAttribute("aria-labelledby", event.target.labels[0]?.id ?? "");
  });
}
