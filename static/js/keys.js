// J and K walk along the steps, the space bar ticks, ? tells so. Never while one types, never with
// other keys held, and not at all where they were switched off.
const root = document.documentElement;
const kept = () => { try { return localStorage.getItem('keys'); } catch { return null; } };
const on = () => (root.dataset.keys || kept()) !== 'off';

const ticks = () => [...document.querySelectorAll('main .step > .tick')].filter(tick => tick.checkVisibility());
const FIELDS = 'input, select, textarea, [contenteditable], dialog, [role=listbox]';

// From the row that has the focus, else from the first one in sight.
const walk = by => {
  const all = ticks(), row = document.activeElement.closest('.step');
  const top = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
  const here = all.findIndex(tick => tick.parentElement === row);
  const first = all.findIndex(tick => tick.getBoundingClientRect().top >= Math.max(top, 0));
  const next = here >= 0 ? all[here + by] : by > 0 ? all[Math.max(first, 0)] : all.at(first > 0 ? first - 1 : first && -1);
  if (!next) return;
  document.activeElement.closest('details.menu')?.removeAttribute('open');
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  next.focus({ focusVisible: true, preventScroll: true });
  next.parentElement.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
};

// The mark is a button, which the space bar presses by itself; from a link of the row we do it.
const press = () => {
  const tick = document.activeElement.matches('a') && document.activeElement.closest('.step')?.querySelector(':scope > .tick');
  if (tick) tick.click();
  return Boolean(tick);
};

// The help is a page of its own; here it opens above the one being read, which keeps its place.
const link = document.querySelector('a[data-keys-help]'), itself = document.querySelector('[data-keys-page]');
let dialog;
const help = async () => {
  if (dialog?.open) return dialog.close();
  try {
    dialog ??= await build();
    dialog.showModal();
  } catch { location.assign(link.href); }
};
const build = async () => {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const box = Object.assign(document.createElement('dialog'), { className: 'pop panel' });
  box.append(page.querySelector('[data-keys-page]'));
  box.setAttribute('aria-labelledby', box.querySelector('h1').id);
  document.body.append(box);
  ready(box);
  return box;
};

// What works with this file only shows itself here; where there is a choice, it is kept.
const ready = where => {
  for (const it of where.querySelectorAll('[data-keys-close]')) {
    it.hidden = where === document;
    it.addEventListener('click', () => dialog?.close());
  }
  const choice = where.querySelector('[data-keys-switch]');
  if (!choice) return;
  choice.closest('[hidden]')?.removeAttribute('hidden');
  choice.checked = on();
  choice.addEventListener('change', () => {
    try { localStorage.setItem('keys', choice.checked ? 'on' : 'off'); } catch { choice.checked = true; }
  });
};
ready(document);

link?.addEventListener('click', event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || itself) return;
  event.preventDefault();
  help();
});

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !on()) return;
  const closes = event.key === '?' && dialog?.open;
  if (event.target.closest?.(FIELDS) && !closes) return;
  const key = event.shiftKey && event.key !== '?' ? '' : event.key.toLowerCase();
  if (key === '?' && link && !itself) help();
  else if (key === 'j' || key === 'k') walk(key === 'j' ? 1 : -1);
  else if (key !== ' ' || !press()) return;
  event.preventDefault();
});
