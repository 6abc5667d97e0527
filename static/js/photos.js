// Photos of a draft: sent one by one, after the numbers. The box works without this file, with the form's own button.
(() => {
  const box = document.querySelector('[data-photos]');
  const entry = box?.closest('form');
  if (!entry) return;
  const state = box.querySelector('[data-photos-state]');
  const list = box.querySelector('[data-photos-list]');
  const refused = box.querySelector('[data-photos-refused]');
  const drop = box.querySelector('[data-photos-drop]');
  const files = box.querySelector('input[type=file]');
  const [choice, caption] = ['package', 'caption'].map((name) => box.querySelector(`[name="photo-${name}"]`));
  const token = entry.elements.csrfmiddlewaretoken.value;
  const AFTER = 1500; // milliseconds without typing: by then the numbers are on their way
  const AGAIN = 15_000;
  let queue = [];
  let running = null;
  let typed = 0;

  // The entry form saves itself as one types: photos must not go with every saving.
  const own = document.createElement('form');
  own.id = 'photos-alone';
  own.hidden = true;
  document.body.append(own);
  for (const field of [files, choice, caption]) field.setAttribute('form', own.id);

  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
  function say(more) {
    const bytes = queue.reduce((sum, one) => sum + one.file.size, 0);
    const text = state.dataset[queue.length === 1 ? 'one' : 'many'].replace('{count}', queue.length).replace('{size}', size(bytes));
    state.textContent = queue.length ? `${text} ${more ? state.dataset[more] : ''}`.trim() : state.dataset.done;
    drop.hidden = !(queue.length && more);
  }
  function complain(reasons) {
    const items = reasons.map((reason) => {
      const item = document.createElement('li');
      item.textContent = reason;
      return item;
    });
    refused.querySelector('ul').append(...items);
    refused.hidden = refused.querySelector('ul').childElementCount === 0;
  }

  // --- to the server -------------------------------------------------------------------------------------------------
  async function post(values) {
    const body = new FormData();
    body.set('csrfmiddlewaretoken', token);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    const answer = await fetch(box.dataset.photos, { method: 'POST', body, redirect: 'manual', headers: { Accept: 'application/json' } });
    if (answer.type === 'opaqueredirect') return 'signedout';
    if (![200, 409].includes(answer.status)) return 'failed';
    const said = await answer.json();
    list.innerHTML = said.html;
    complain(said.reasons);
    return '';
  }
  async function send() {
    while (queue.length) {
      say();
      await wait(Math.max(0, typed + AFTER - Date.now()));
      const one = queue[0];
      if (!one) break;
      let trouble;
      try {
        trouble = await post({ deed: 'photos', 'photo-files': one.file, 'photo-package': one.package, 'photo-caption': one.caption });
      } catch {
        trouble = 'offline';
      }
      if (trouble) return say(trouble);
      queue = queue.filter((other) => other !== one);
      say();
    }
  }
  const run = () => (running ??= send().finally(() => (running = null)));
  setInterval(() => queue.length && navigator.onLine && run(), AGAIN);
  window.addEventListener('online', () => queue.length && run());
  window.addEventListener('beforeunload', (event) => queue.length && event.preventDefault());

  // --- what the writer does ------------------------------------------------------------------------------------------
  entry.addEventListener('input', () => (typed = Date.now()));
  function take() {
    refused.querySelector('ul').replaceChildren();
    refused.hidden = true;
    queue.push(...[...files.files].map((file) => ({ file, package: choice.value, caption: caption.value })));
    files.value = '';
    caption.value = '';
  }
  box.addEventListener('click', async (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.parentElement === drop) {
      queue = [];
      say();
      state.textContent = '';
    } else if (button.value === 'photos') {
      if (!files.files.length) return; // the server says what is missing
      event.preventDefault();
      take();
      run();
    } else if (button.value.startsWith('photo_out:')) {
      event.preventDefault();
      refused.querySelector('ul').replaceChildren();
      const trouble = await post({ deed: button.value }).catch(() => 'offline');
      if (trouble) state.textContent = state.dataset[trouble];
    }
  });
  // What is chosen or not yet sent goes before the form does.
  entry.addEventListener(
    'submit',
    async (event) => {
      if (event.submitter?.value === 'discard') return (queue = []);
      if (files.files.length) take();
      if (!queue.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await run();
      if (!queue.length && refused.hidden) entry.requestSubmit(event.submitter);
    },
    true,
  );
})();
