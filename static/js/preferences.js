// The time zone that this device is in, by its own name for it, which may be an older one.
const zone = document.querySelector('#id_time_zone'), use = document.querySelector('[data-own-zone]');
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && use && here) {
  use.hidden = false;
  use.addEventListener('click', () => {
    if (![...zone.options].some(option => option.value === here)) zone.add(new Option(here, here), 0);
    zone.value = here;
    zone.focus();
  });
}

// What is saved now holds on this device too, whatever its own switch said before.
document.querySelector('[data-preferences]')?.addEventListener('submit', () => {
  try { localStorage.removeItem('theme'); } catch { /* storage is closed: nothing was kept */ }
});
