// Progressive enhancement only: every page works without this file.
(() => {
  const root = document.documentElement;
  root.classList.add('js');

  // Theme: the server sets data-bs-theme from the cookie; without a cookie the system's choice holds.
  const isDark = () => (root.dataset.bsTheme ? root.dataset.bsTheme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
  document.querySelectorAll('[data-theme-toggle]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      root.dataset.bsTheme = isDark() ? 'light' : 'dark';
      document.cookie = `theme=${root.dataset.bsTheme};path=/;max-age=31536000;samesite=lax`;
    });
  });

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print();
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });
  document.querySelector('[data-focus]')?.focus();

  // "/" goes to the search box that is shown, but not while one types or holds another key.
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, select, textarea, [contenteditable]');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const boxes = [...document.querySelectorAll('#find-page, [data-find]')];
    const box = boxes.find((one) => one.checkVisibility?.() ?? one.offsetParent) ?? boxes.at(-1);
    if (!box) return;
    event.preventDefault();
    box.closest('details')?.setAttribute('open', '');
    box.focus();
    box.select();
  });

  // A page that says the server has taken a draft names it: only then does the device forget it. One that says the
  // server did not take it has it kept.
  document.querySelectorAll('[data-draft-taken], [data-draft-refused]').forEach((element) => {
    const { draftTaken, draftRefused } = element.dataset;
    try {
      if (draftTaken) localStorage.removeItem(`draft:${draftTaken}`);
      const kept = draftRefused && JSON.parse(localStorage.getItem(`draft:${draftRefused}`));
      if (kept) localStorage.setItem(`draft:${draftRefused}`, JSON.stringify({ ...kept, sent: false }));
    } catch {
      // no storage, no draft
    }
  });

  // Charts: the server's picture stays until the reader reaches for it; never on a slow or metered line.
  const line = navigator.connection;
  const slow = line && (line.saveData || /2g/.test(line.effectiveType ?? ''));
  let library;
  const load = () =>
    (library ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = document.body.dataset.charts;
      script.onload = () => resolve(window.drawChart);
      script.onerror = reject;
      document.head.append(script);
    }));

  async function enliven(host) {
    if (host.dataset.live) return;
    host.dataset.live = 'loading';
    const narrow = matchMedia('(max-width: 575px)').matches && host.querySelector('.narrow');
    const width = Math.round(host.getBoundingClientRect().width);
    const address = new URL(host.dataset.chart, location.href);
    if (narrow) address.searchParams.set('narrow', '1');
    try {
      const [draw, { spec, config }] = await Promise.all([load(), fetch(address).then((answer) => answer.json())]);
      const fitted = Math.min(spec.width, width);
      if (spec.projection) spec.height = Math.round((spec.height * fitted) / spec.width);
      spec.width = fitted;
      const box = document.createElement('div');
      await draw(box, spec, config);
      host.replaceChildren(box);
      host.dataset.live = 'yes';
    } catch {
      delete host.dataset.live; // the picture stays; the next pointer tries again
    }
  }
  function watch(scope) {
    if (slow) return;
    scope.querySelectorAll('[data-chart]').forEach((host) => {
      host.addEventListener('pointerenter', () => enliven(host));
    });
  }
  watch(document);
  document.addEventListener('htmx:load', (event) => watch(event.target));
  document.addEventListener('htmx:beforeSwap', (event) => {
    // A refusal comes with its page: show it.
    if ([403, 409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });
})();
