// Before the first paint, so that no page flashes in the other theme. Kept on this device only.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* storage is closed: the device's own theme holds */ }
