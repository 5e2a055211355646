// A note saves itself a moment after the typing stops. Everything works without this file.
const WAIT = 1500;
// What is not saved yet waits in this tab, for its person only: a reload or a sign-in loses nothing.
const key = (form, person) => `nota ${person} ${new URL(form.action).pathname}`;
const store = {
  read: name => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } },
  keep: (name, draft) => { try { sessionStorage.setItem(name, JSON.stringify(draft)); } catch { /* full: the field has it */ } },
  drop: name => { try { sessionStorage.removeItem(name); } catch { /* nothing was kept */ } },
};

const autosave = form => {
  const { text, version } = form.elements, said = form.querySelector('[data-note-said]');
  const shown = form.closest('section')?.querySelector('[data-note-shown]');
  const draft = key(form, form.dataset.note);
  const say = (word, more = '') => { said.textContent = more || said.dataset[word] || ''; };
  let saved = text.value, waiting, queue = Promise.resolve(), leaving = false, stuck = false;

  const post = async () => {
    clearTimeout(waiting);
    const sent = text.value;
    if (leaving || sent === saved) return;
    if (!sent.trim()) return say(version.value ? 'empty' : 'nothing');
    say('saving');
    stuck = true;
    const body = new URLSearchParams(new FormData(form));
    // The browser ends what is not too long even when the page closes.
    const answer = await fetch(form.action, { method: 'POST', body, keepalive: `${body}`.length < 60000, headers: { Accept: 'application/json' } });
    if (answer.redirected) return say('signedOut');
    if (answer.status === 409) return decide();
    const told = answer.headers.get('Content-Type') === 'application/json' ? await answer.json() : {};
    if (!answer.ok) return say('waiting', told.said);
    saved = sent;
    stuck = false;
    version.value = told.version;
    if (shown) shown.replaceChildren(...new DOMParser().parseFromString(told.html, 'text/html').body.childNodes);
    if (text.value === sent) { store.drop(draft); say('saved'); } else later();
  };
  // One after the other: each is written on the version that the former one made.
  const save = () => { queue = queue.then(post).catch(() => say('offline')); return queue; };
  const later = () => { clearTimeout(waiting); waiting = setTimeout(save, WAIT); };
  // Both texts stand on a page of their own, which the same form leads to.
  const decide = () => { leaving = true; form.submit(); };

  text.addEventListener('input', () => {
    if (text.value.trim()) store.keep(draft, { text: text.value, version: version.value }); else store.drop(draft);
    say('nothing');
    later();
  });
  text.addEventListener('blur', save);
  document.addEventListener('visibilitychange', save);
  addEventListener('online', save);
  addEventListener('pageshow', () => { leaving = false; });
  addEventListener('beforeunload', event => { if (stuck && !leaving && text.value !== saved) event.preventDefault(); });
  form.addEventListener('submit', async event => {
    if (leaving) return;
    event.preventDefault();
    leaving = true;
    clearTimeout(waiting);
    await queue; // what is under way may end: the form goes with the version that it made
    setTimeout(() => form.requestSubmit(event.submitter)); // not while this event is still told
  });

  const kept = store.read(draft);
  if (!kept) return;
  if (kept.text === saved) return store.drop(draft);
  text.value = kept.text;
  version.value = kept.version; // if the note has changed meanwhile, both texts will be shown
  text.closest('details')?.setAttribute('open', '');
  say('waiting');
  later();
};

for (const form of document.querySelectorAll('form[data-note]')) autosave(form);
// Here the text of the draft stands in the page already, and the person decides.
for (const form of document.querySelectorAll('form[data-note-settles]')) store.drop(key(form, form.dataset.noteSettles));
