// Report composer: live fields stand in the text as marks that cannot be typed over; what is typed is kept here and sent.
// Each section's form works without this file: its text box holds [[key]] for a live field.
(() => {
  const forms = [...document.querySelectorAll('form[data-section]')];
  if (!forms.length) return;
  const root = document.documentElement;
  const WAIT = 400;
  const TOKEN = /\[\[([a-z][a-z0-9_]{0,39})\]\]/g;
  const figures = new Map([...document.querySelectorAll('[data-figure]')].map((button) => [button.dataset.figure, button.dataset]));
  const editors = new Map();

  // --- a text with its live fields ------------------------------------------------------------------------------------
  function chip(key) {
    const mark = document.createElement('span');
    const { said, label } = figures.get(key);
    mark.className = 'live rs-chip';
    mark.contentEditable = 'false';
    mark.dataset.key = key;
    mark.title = label;
    mark.textContent = said;
    return mark;
  }
  function put(place, text) {
    let at = 0;
    const nodes = [];
    for (const match of text.matchAll(TOKEN)) {
      if (!figures.has(match[1])) continue;
      nodes.push(text.slice(at, match.index), chip(match[1]));
      at = match.index + match[0].length;
    }
    nodes.push(text.slice(at));
    place.replaceChildren(...nodes.filter((node) => node !== ''));
    tail(place);
  }
  function tail(place) {
    // after a mark at the end a browser shows no caret: a line break of its own, which is no part of the text
    if (place.lastChild?.nodeName !== 'BR') place.append(Object.assign(document.createElement('br'), { className: 'tail' }));
  }
  function read(node) {
    let text = '';
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.nodeName === 'BR') text += child.className === 'tail' ? '' : '\n';
      else if (child.dataset?.key) text += `[[${child.dataset.key}]]`;
      else text += (text && !text.endsWith('\n') && /^(DIV|P)$/.test(child.nodeName) ? '\n' : '') + read(child);
    }
    return text;
  }

  // --- one section ----------------------------------------------------------------------------------------------------
  class Section {
    constructor(form) {
      this.form = form;
      this.key = `draft:${form.dataset.section}`;
      this.box = form.elements.text;
      this.version = form.elements.version;
      this.state = form.querySelector('[data-state]');
      this.stored = this.box.defaultValue.trim();
      this.editor = this.build();
      this.typed = false;
      this.stopped = false;
      form.addEventListener('submit', (event) => this.submit(event));
      this.back();
    }
    build() {
      const editor = document.createElement('div');
      const label = this.form.querySelector('label');
      editor.className = 'form-control rs-editor';
      editor.contentEditable = 'true';
      editor.spellcheck = this.box.spellcheck;
      for (const [name, value] of Object.entries({ role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': label.id, 'aria-describedby': this.box.getAttribute('aria-describedby') })) editor.setAttribute(name, value);
      if (this.box.hasAttribute('aria-invalid')) editor.setAttribute('aria-invalid', 'true');
      put(editor, this.box.value);
      this.box.hidden = true;
      this.box.after(editor);
      label.addEventListener('click', () => editor.focus());
      editor.addEventListener('input', () => this.changed());
      editor.addEventListener('beforeinput', (event) => this.line(event));
      editor.addEventListener('paste', (event) => this.paste(event));
      editor.addEventListener('copy', (event) => this.copy(event));
      editor.addEventListener('drop', (event) => event.preventDefault());
      editor.addEventListener('mousedown', (event) => this.beside(event));
      this.form.querySelector('[data-plain-hint]').hidden = true;
      return editor;
    }
    beside(event) {
      const mark = event.target.closest('.rs-chip'); // pressed, it is not selected: what is typed then stands after it
      if (!mark) return;
      event.preventDefault();
      this.editor.focus();
      getSelection().collapse(mark.parentNode, [...mark.parentNode.childNodes].indexOf(mark) + 1);
    }
    line(event) {
      if (event.inputType.startsWith('format')) return event.preventDefault();
      if (event.inputType !== 'insertParagraph' && event.inputType !== 'insertLineBreak') return;
      event.preventDefault();
      this.insert(document.createTextNode('\n'));
    }
    paste(event) {
      event.preventDefault();
      const text = event.clipboardData.getData('text/plain').replaceAll('\r', '');
      const holder = document.createElement('div');
      put(holder, text);
      holder.querySelector('.tail')?.remove();
      [...holder.childNodes].forEach((node) => this.insert(node));
    }
    copy(event) {
      const range = getSelection().rangeCount && getSelection().getRangeAt(0);
      if (!range || range.collapsed) return;
      event.preventDefault();
      event.clipboardData.setData('text/plain', read(range.cloneContents()));
    }
    insert(node) {
      const selection = getSelection();
      let range = selection.rangeCount ? selection.getRangeAt(0) : null;
      if (!range || !this.editor.contains(range.commonAncestorContainer)) {
        range = this.caret ?? document.createRange();
        if (!this.caret) {
          range.selectNodeContents(this.editor);
          const last = this.editor.lastChild;
          if (last?.className === 'tail') range.setEndBefore(last);
          range.collapse(false);
        }
      }
      const mark = range.startContainer.parentElement?.closest?.('.rs-chip');
      if (mark) range.setStartAfter(mark);
      range.deleteContents();
      range.insertNode(node);
      range.setStartAfter(node);
      range.collapse(true);
      selection.removeAllRanges();
      selection.addRange(range);
      tail(this.editor);
      this.changed();
    }
    figure(key) {
      this.editor.focus();
      const mark = chip(key);
      const before = this.text();
      this.insert(mark);
      if (before && mark.previousSibling?.data && !/[\s(«“"]$/.test(mark.previousSibling.data)) mark.before(' ');
      this.changed();
    }
    text() {
      return read(this.editor).replaceAll('\u00a0', ' ').trim();
    }

    // --- words --------------------------------------------------------------------------------------------------------
    say(name, when = Date.now()) {
      const time = new Date(when).toLocaleTimeString(root.lang, { hour: '2-digit', minute: '2-digit', hour12: false });
      this.state.textContent = (this.state.dataset[name] ?? '').replace('{time}', time);
    }

    // --- on this device -----------------------------------------------------------------------------------------------
    keep() {
      try {
        localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), version: this.version.value, text: this.text() }));
        return true;
      } catch {
        this.say('unkept'); // private window or full storage
        return false;
      }
    }
    forget() {
      try {
        localStorage.removeItem(this.key);
      } catch {
        // no storage, no draft
      }
    }
    back() {
      let draft = null;
      try {
        draft = JSON.parse(localStorage.getItem(this.key));
      } catch {
        // no storage, no draft
      }
      if (!draft || this.form.querySelector('.msg-error')) return;
      if (draft.text === this.stored) return this.forget();
      put(this.editor, draft.text);
      this.box.value = draft.text;
      this.typed = true;
      if (draft.version === this.version.value) {
        this.say('restored', draft.at);
        this.send();
      } else {
        this.version.value = draft.version; // so that saving shows both texts
        this.stopped = true;
        this.say('older', draft.at);
      }
    }

    // --- to the server ------------------------------------------------------------------------------------------------
    changed() {
      this.typed = true;
      this.box.value = this.text();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        if (this.keep()) this.say(navigator.onLine ? 'kept' : 'offline');
        this.send();
      }, WAIT);
    }
    send() {
      if (this.stopped || this.sending || !navigator.onLine) return this.sending;
      this.box.value = this.text();
      const sent = this.box.value;
      this.sending = this.post(sent).finally(() => {
        this.sending = null;
        if (this.typed && !this.stopped && this.text() !== sent) this.changed();
      });
      return this.sending;
    }
    async post(sent) {
      try {
        const answer = await fetch(this.form.action, { method: 'POST', body: new FormData(this.form), redirect: 'manual', headers: { Accept: 'application/json' } });
        if (answer.type === 'opaqueredirect') return this.say('signedout');
        const said = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
        if (answer.ok) this.taken(said, sent);
        else this.refused(said);
      } catch {
        this.say('offline');
      }
    }
    taken(said, sent) {
      this.version.value = said.version;
      this.stored = sent;
      if (this.text() === sent) {
        this.typed = false;
        this.forget();
      } else this.keep();
      this.say('saved');
      const name = this.form.id.slice(2);
      document.getElementById(`m-${name}`).innerHTML = said.doubts;
      document.querySelectorAll(`[data-words="${name}"]`).forEach((place) => (place.textContent = said.words));
      document.querySelectorAll(`[data-icon="${name}"] use`).forEach((use) => use.setAttribute('href', `#i-${said.icon}`));
      const missing = document.querySelector('[data-missing]');
      if (missing && missing.innerHTML.trim() !== said.missing) missing.innerHTML = said.missing;
    }
    refused(said) {
      this.stopped = true;
      this.say(said.conflict ? 'clash' : 'refused');
      if (!said.conflict && said.reasons) this.state.textContent = `${this.state.dataset.refused} ${said.reasons.join(' ')}`;
      if (!said.conflict) this.stopped = false; // a mended text is sent again
    }
    async submit(event) {
      clearTimeout(this.timer);
      this.box.value = this.text();
      if (!this.sending) return this.forgetIfSent();
      event.preventDefault(); // a save is on its way: let it arrive, so that nobody conflicts with himself
      await this.sending;
      this.form.submit();
    }
    forgetIfSent() {
      if (navigator.onLine) this.forget(); // the answer shows it again if it was not taken
      this.typed = false;
    }
    async flush() {
      clearTimeout(this.timer);
      await this.sending;
      if (this.typed && !this.stopped) await this.send();
    }
  }

  forms.forEach((form) => editors.set(form.id, new Section(form)));
  document.addEventListener('selectionchange', () => {
    const selection = getSelection();
    if (!selection.rangeCount) return;
    for (const section of editors.values()) {
      if (section.editor.contains(selection.anchorNode)) section.caret = selection.getRangeAt(0).cloneRange();
    }
  });
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-figure]');
    if (button) {
      event.preventDefault();
      editors.get(button.getAttribute('form')).figure(button.dataset.figure);
      return;
    }
    const link = event.target.closest('[data-flush]');
    if (link) {
      event.preventDefault();
      await Promise.all([...editors.values()].map((section) => section.flush()));
      location.assign(link.href);
    }
  });
  addEventListener('pagehide', () => editors.forEach((section) => section.typed && section.keep()));
  addEventListener('online', () => editors.forEach((section) => section.typed && section.send()));
})();
