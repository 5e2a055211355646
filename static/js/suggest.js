// A search field becomes a combobox: suggestions from the server, the plain search without them.
const WAIT = 150, LEAST = 2;

export const suggest = field => {
  if (field.role === 'combobox') return;
  const list = Object.assign(document.createElement('ul'), { className: 'suggest', id: `${field.id}-list`, role: 'listbox', hidden: true });
  const said = Object.assign(document.createElement('span'), { className: 'sr', role: 'status' });
  field.parentElement.append(list, said);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id })) field.setAttribute(name, value);

  let active = -1, waiting, request;

  const choose = n => {
    active = n;
    [...list.children].forEach((option, place) => option.setAttribute('aria-selected', place === n));
    const option = list.children[n];
    if (option) { field.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); }
    else field.removeAttribute('aria-activedescendant');
  };
  const show = rows => {
    list.replaceChildren(...rows.map((row, n) => {
      const option = Object.assign(document.createElement('li'), { id: `${list.id}-${n}`, role: 'option' });
      const title = Object.assign(document.createElement('span'), { textContent: row.title, lang: row.lang });
      const kind = Object.assign(document.createElement('small'), { textContent: row.kind });
      option.append(title, ' ', kind);
      option.dataset.url = row.url;
      return option;
    }));
    list.hidden = !rows.length;
    field.setAttribute('aria-expanded', rows.length > 0);
    choose(-1);
  };
  const close = () => { clearTimeout(waiting); request?.abort(); show([]); said.textContent = ''; };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: field.value })}`, { signal });
      const found = await answer.json();
      if (signal.aborted || document.activeElement !== field) return;
      show(found.suggestions);
      list.setAttribute('aria-label', found.said);
      said.textContent = found.said;
    } catch { /* a newer question, or no net: the plain search remains */ }
  };

  const typed = () => {
    clearTimeout(waiting);
    if (field.value.trim().length < LEAST) close();
    else waiting = setTimeout(ask, WAIT);
  };
  field.addEventListener('input', typed);
  if (field.value !== field.defaultValue) typed();  // while this script was on its way
  field.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === 'ArrowDown' && last < 0 && field.value.trim().length >= LEAST) { event.preventDefault(); ask(); }
    if (list.hidden) return;
    if (event.key === 'ArrowDown') choose(active < last ? active + 1 : -1);
    else if (event.key === 'ArrowUp') choose(active < 0 ? last : active - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && active >= 0) location.assign(list.children[active].dataset.url);
    else return;
    event.preventDefault();
  });
  field.addEventListener('blur', close);
  // The field keeps the focus while an option is pressed.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => {
    const option = event.target.closest('[role=option]');
    if (option) location.assign(option.dataset.url);
  });
};
