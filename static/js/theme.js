// Before the first paint, so that no page flashes in the other theme. The switch on the bar holds on
// this device only, and only over the theme that the account had then: `dark light`, mine over its.
try {
  const root = document.documentElement, account = root.dataset.theme || '';
  root.dataset.account = account;
  const [mine, over = ''] = (localStorage.getItem('theme') ?? '').split(' ');
  if (localStorage.getItem('theme') !== null && over === account) {
    if (mine === 'light' || mine === 'dark') root.dataset.theme = mine; else delete root.dataset.theme;
  }
} catch { /* storage is closed: the account's theme holds, or the device's */ }
