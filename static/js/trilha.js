// Everything works without this file; it only saves page loads.
const status = document.querySelector('#aviso');

const say = text => {
  status.textContent = '';
  requestAnimationFrame(() => { status.textContent = text; });
  fade();
};
let fading;
const hovers = matchMedia('(hover: hover)');
const fade = () => {
  clearTimeout(fading);
  fading = setTimeout(() => {
    if (status.contains(document.activeElement) || hovers.matches && status.matches(':hover')) return fade();
    status.textContent = '';
  }, 8000);
};
if (status.textContent.trim()) fade();

// 1. Marks: post in place, follow the way back, and take every live element from the answer.
// One after the other, so that quick taps arrive in the order they were made.
let posts = Promise.resolve();

const post = async pressed => {
  // An earlier answer may have redrawn the row: a mark pressed again then means its new value.
  const button = (pressed.id && document.getElementById(pressed.id)) || pressed;
  const answer = await fetch(button.formAction, {
    method: 'POST',
    body: new URLSearchParams({ [button.name]: button.value }),
    headers: { Accept: 'text/html' },
  });
  if (!answer.ok || !answer.redirected) throw new Error(answer.status);
  // Another page than this one: whoever is not signed in any more is asked to sign in.
  if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const focused = document.activeElement?.id;
  const undone = status.contains(document.activeElement);
  swap(page);
  status.replaceChildren(...(page.querySelector('#aviso')?.childNodes ?? []));
  fade();
  refocus(focused, undone && new URL(button.formAction).pathname);
};

const swap = page => {
  for (const old of document.querySelectorAll('[data-live]')) {
    const now = page.getElementById(old.id);
    if (!now || now.isEqualNode(old)) continue;
    for (const menu of old.querySelectorAll('details[open] > summary[id]')) {
      const same = page.getElementById(menu.id);
      if (same) same.parentElement.open = true;  // a menu stays open under the finger
    }
    old.replaceWith(now);
  }
};

// The focus stays where it was. A row may have left a filtered list: then the way back is the
// nearest thing to stand on; and after going back, the mark that came back.
const refocus = (id, undone) => {
  const goal = undone ? document.querySelector(`main [formaction^="${undone}"]`) : document.getElementById(id);
  const next = goal ?? (id || undone ? status.querySelector('button') ?? document.querySelector('main') : null);
  if (next && next !== document.activeElement) next.focus();
};

document.addEventListener('submit', event => {
  const form = event.target, button = event.submitter;
  if (form.id !== 'tick' || !button) return;
  event.preventDefault();
  const menu = button.closest('details.menu');
  if (menu) { menu.firstElementChild.focus(); menu.open = false; }
  const row = button.closest('.step');
  row?.setAttribute('data-busy', '');
  posts = posts.then(() => post(button)).catch(error => {
    row?.removeAttribute('data-busy');
    if (error instanceof TypeError) return say(status.dataset.offline);
    // The plain way shows what went wrong. The button may have been replaced meanwhile.
    if (button.isConnected) { form.action = button.formAction; send(form, button); }
  });
});
const send = (form, button) => {
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value });
  form.append(field);
  form.submit();
};

// 2. Theme: the device's → light → dark, kept on this device, over the account's (theme.js).
const theme = document.querySelector('[data-theme-switch]');
if (theme) {
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const order = ['', 'light', 'dark'], root = document.documentElement;
    const next = order[(order.indexOf(root.dataset.theme || '') + 1) % 3];
    if (next) root.dataset.theme = next; else delete root.dataset.theme;
    try { localStorage.setItem('theme', `${next} ${root.dataset.account || ''}`); } catch { /* only this page, then */ }
    say(theme.dataset[next || 'auto']);
  });
}

// 3. Share sheet and clipboard, where the device has them.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.querySelector(button.dataset.copy), url = field.value;
    if (navigator.share && !('plain' in button.dataset) && matchMedia('(pointer: coarse)').matches) return navigator.share({ url, title: document.title }).catch(() => {});
    try { await navigator.clipboard.writeText(url); say(button.dataset.done); }
    catch { field.focus(); field.select(); }
  });
}

// 4. A menu (details) closes on Escape and on a press elsewhere.
document.addEventListener('toggle', event => {
  if (event.target.matches('details.menu[open]')) event.target.lastElementChild.scrollIntoView({ block: 'nearest' });
}, true);
const shut = except => document.querySelectorAll('details.menu[open]').forEach(menu => { if (menu !== except) menu.open = false; });
document.addEventListener('pointerdown', event => shut(event.target.closest('details.menu')));
document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && document.activeElement.closest('details.menu[open]');
  if (menu) { shut(); menu.firstElementChild.focus(); }
});

// 5. On a phone the strip of stages follows the one being read.
const strip = document.querySelector('.outline ol');
if (strip && 'IntersectionObserver' in window) {
  const links = new Map([...strip.querySelectorAll('a')].map(link => [link.hash.slice(1), link.id]));
  const seen = new IntersectionObserver(entries => {
    const here = entries.find(entry => entry.isIntersecting);
    const link = here && document.getElementById(links.get(here.target.id));
    if (!link || strip.scrollWidth <= strip.clientWidth) return;
    strip.scrollTo({ left: link.offsetLeft - 16, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }, { rootMargin: '-20% 0px -70%' });
  document.querySelectorAll('.stage').forEach(stage => seen.observe(stage));
}

// 6. The chosen pill of a strip is in view, and the open tab.
document.querySelectorAll(':is(.strip, .tabs) [aria-current]').forEach(it => it.scrollIntoView({ block: 'nearest', inline: 'center' }));

// 7. Suggestions while one types a search: their script comes with the first focus.
const propose = async field => {
  if (!field?.matches?.('[data-suggest]')) return;
  const { suggest } = await import(field.dataset.suggestScript);
  suggest(field);
};
document.addEventListener('focusin', event => propose(event.target));
propose(document.activeElement);
