// What the device can do beyond the page: hand an address on, and print. Its buttons show only
// where it can.
for (const button of document.querySelectorAll('[data-share]')) {
  button.hidden = !navigator.share;
  button.addEventListener('click', async () => {
    const { value: url } = document.querySelector(button.dataset.share);
    try { await navigator.share({ title: button.dataset.title, url }); }
    catch { /* changed their mind, or the device refused: the address is still there to copy */ }
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
