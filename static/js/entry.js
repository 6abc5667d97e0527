// Ten-day entry: live change and totals, the draft kept here and sent as one types. The form works without this file.
(() => {
  const form = document.querySelector('form[data-draft]');
  if (!form) return;
  const root = document.documentElement;
  const key = `draft:${form.dataset.draft}`;
  const state = document.querySelector('[data-draft-state]');
  const notes = Object.fromEntries(['offline', 'kept', 'clash'].map((name) => [name, document.querySelector(`[data-${name}-note]`)]));
  const skipped = new Set(['csrfmiddlewaretoken', 'revision', 'base', 'asked', 'deed', 'seen']);
  const WAIT = 400;
  let timer;
  let sending = null; // the save under way
  let unsent = false;
  let stopped = false; // after a conflict nothing is sent by itself

  // --- figures -------------------------------------------------------------------------------------------------------
  const number = (text) => {
    const plain = (text ?? '').replace('%', '').replace(',', '.').trim();
    return plain === '' ? NaN : Number(plain);
  };
  const signed = (value) => (value > 0 ? '+' : value < 0 ? '−' : '') + String(Math.round(Math.abs(value) * 10) / 10);
  const box = (row) => row.querySelector('.e-in input');

  function change(row) {
    const value = number(box(row).value) - number(row.dataset.last);
    row.querySelector('[data-change]').textContent = Number.isNaN(value) ? '–' : signed(value);
  }
  function total() {
    let sum = 0;
    let weights = 0;
    form.querySelectorAll('[data-weight]').forEach((row) => {
      const now = number(box(row).value);
      const weight = Number(row.dataset.weight);
      sum += weight * (Number.isNaN(now) ? number(row.dataset.last) || 0 : now);
      weights += weight;
    });
    const out = document.querySelector('[data-total]');
    if (out && weights) out.textContent = `${(sum / weights).toFixed(1)}%`;
  }
  form.querySelectorAll('[data-row]').forEach(change);

  // --- words ---------------------------------------------------------------------------------------------------------
  const clock = (when) => new Date(when).toLocaleTimeString(root.lang, { hour: '2-digit', minute: '2-digit', hour12: false });
  const say = (name, when = Date.now()) => {
    const text = (state.dataset[name] ?? '').replace('{time}', clock(when));
    if (state.textContent !== text) state.textContent = text;
  };
  const show = (name, on = true) => (notes[name].hidden = !on);

  // --- what is said in each row --------------------------------------------------------------------------------------
  const shown = new Map();
  function tell(messages) {
    for (const [id, html] of Object.entries(messages ?? {})) {
      const place = document.getElementById(id);
      if (!place || shown.get(id) === html || (html && place.contains(document.activeElement))) continue;
      const empty = !shown.has(id) && !html && place.childElementCount === 0;
      shown.set(id, html);
      if (empty) continue;
      place.innerHTML = html;
      const row = place.closest('[data-row], .cause, .e-part, .erow');
      const wrong = html.includes('msg-error');
      row?.classList.toggle('has-err', wrong);
      row?.classList.toggle('has-warn', !wrong && html !== '');
      const input = form.elements[id.slice(2)];
      if (input instanceof HTMLElement) wrong ? input.setAttribute('aria-invalid', 'true') : input.removeAttribute('aria-invalid');
    }
  }

  // --- rows of deliveries and incidents ------------------------------------------------------------------------------
  function addRow(kind) {
    const rows = form.querySelectorAll(`[data-part^="${kind}_"]`);
    const last = rows[rows.length - 1];
    if (!last || rows.length >= 60) return null;
    const row = last.cloneNode(true);
    const [from, to] = [last.dataset.part, `${kind}_${rows.length + 1}`];
    for (const part of [row, ...row.querySelectorAll('*')]) {
      for (const { name, value } of [...part.attributes]) {
        if (new RegExp(`${from}(?![0-9])`).test(value)) part.setAttribute(name, value.replace(from, to));
      }
      if ('value' in part && part.matches('input, select')) part.value = '';
      part.removeAttribute('aria-invalid');
    }
    row.classList.remove('has-err');
    row.setAttribute('aria-label', row.getAttribute('aria-label').replace(/[0-9]+/, rows.length + 1));
    row.querySelectorAll('.e-said, .e-note').forEach((place) => (place.innerHTML = ''));
    last.after(row);
    return row;
  }

  // --- on this device ------------------------------------------------------------------------------------------------
  const values = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !skipped.has(name));
  const written = () => JSON.stringify(values());
  const atLoad = written();

  function keep(sent = false) {
    const draft = { at: Date.now(), revision: form.elements.revision.value, values: values(), sent };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      return true;
    } catch {
      say('unkept'); // private window or full storage
      return false;
    }
  }
  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // no storage, no draft
    }
  }
  function kept() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }
  function putBack(draft) {
    const given = new Map(draft.values);
    for (const name of given.keys()) {
      const kind = /^(delivery|incident)_[0-9]+_/.exec(name)?.[1];
      while (kind && !form.elements[name] && addRow(kind));
    }
    for (const field of form.elements) {
      if (!field.name || skipped.has(field.name) || ['hidden', 'submit', 'button'].includes(field.type)) continue;
      if (field.type === 'radio') field.checked = given.get(field.name) === field.value;
      else field.value = given.get(field.name) ?? '';
    }
    form.querySelectorAll('[data-row]').forEach(change);
    total();
    say('restored', draft.at);
  }

  // --- to the server -------------------------------------------------------------------------------------------------
  function send() {
    if (stopped || sending || !navigator.onLine) return;
    const text = written();
    sending = post(text).finally(() => {
      sending = null;
      if (unsent && !stopped && written() !== text) later();
    });
  }
  async function post(text) {
    const order = { method: 'POST', body: new FormData(form), redirect: 'manual', headers: { Accept: 'application/json' } };
    try {
      const answer = await fetch(form.dataset.keep, order);
      show('offline', false);
      if (answer.type === 'opaqueredirect') return say('signedout');
      const said = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
      tell(said.messages);
      if (answer.ok) taken(said, text);
      else if (answer.status === 422) say('wrong');
      else refused(said);
    } catch {
      say('offline'); // the line is down, whatever the browser believes
      show('offline');
    }
  }
  function taken(said, text) {
    form.elements.revision.value = said.revision;
    form.elements.base.value = said.base;
    if (written() === text) {
      unsent = false;
      forget();
    } else keep();
    say('saved');
  }
  function refused(said) {
    stopped = true;
    say('refused');
    if (said.conflict) show('clash');
    else if (said.reasons) state.textContent = `${state.dataset.refused} ${said.reasons.join(' ')}`;
  }
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (keep()) say(navigator.onLine ? 'kept' : 'offline');
      send();
    }, WAIT);
  };

  // --- what the writer does ------------------------------------------------------------------------------------------
  function typed(field) {
    const row = field?.closest?.('[data-row]');
    if (row && field === box(row)) change(row);
    total();
    unsent = true;
    later();
  }
  form.addEventListener('input', (event) => typed(event.target));
  form.addEventListener('click', (event) => {
    const more = event.target.closest('[data-more]');
    if (more) {
      const row = addRow(more.dataset.more);
      if (row) {
        event.preventDefault();
        row.querySelector('input, select').focus();
      }
      return;
    }
    const one = event.target.closest('[data-same]');
    const all = event.target.closest('[data-same-all]');
    if (!one && !all) return;
    event.preventDefault();
    form.querySelectorAll('[data-same]').forEach((button) => {
      const input = box(button.closest('[data-row]'));
      if (button === one || (all && input.value.trim() === '')) {
        input.value = button.dataset.same;
        typed(input);
      }
    });
    if (one) box(one.closest('[data-row]')).focus();
  });
  form.addEventListener('submit', async (event) => {
    clearTimeout(timer);
    if (event.submitter?.value === 'discard') return forget();
    keep(true);
    unsent = false;
    if (!sending) return;
    event.preventDefault(); // a save is on its way: let it arrive, so that nobody conflicts with himself
    await sending;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener('pagehide', () => unsent && keep());
  window.addEventListener('offline', () => {
    say('offline');
    show('offline');
  });
  window.addEventListener('online', () => {
    show('offline', false);
    if (unsent) send();
  });
  if (!navigator.onLine) show('offline');

  // --- what an earlier visit left here -------------------------------------------------------------------------------
  const before = kept();
  if (before && !document.querySelector('.esum')) {
    const taken = before.sent && before.revision !== form.elements.revision.value;
    if (taken || JSON.stringify(before.values) === atLoad) forget();
    else if (before.revision === form.elements.revision.value) {
      putBack(before);
      unsent = true;
      send();
    } else show('kept');
  }
  const changed = (field) => ('defaultChecked' in field && field.checked !== field.defaultChecked) || ('defaultValue' in field && field.value !== field.defaultValue);
  if (!before && [...form.elements].some(changed)) typed(); // before this file had come over a slow line
  document.querySelector('[data-kept-use]')?.addEventListener('click', () => {
    putBack(before);
    form.elements.revision.value = before.revision; // so that saving shows both versions
    show('kept', false);
    stopped = true;
    show('clash');
  });
  document.querySelector('[data-kept-drop]')?.addEventListener('click', () => {
    forget();
    show('kept', false);
  });
})();
