// Another row of a form: made here from the last one, so that nothing is sent. Without script the button asks the server.
(() => {
  const MOST = 20;
  document.querySelectorAll('[data-more]').forEach((button) => {
    button.addEventListener('click', (event) => {
      const kind = button.dataset.more;
      const rows = document.querySelectorAll(`[data-rows="${kind}"]`);
      const count = button.form.elements[kind];
      if (!rows.length || rows.length >= MOST) return;
      event.preventDefault();
      const last = rows[rows.length - 1];
      const row = last.cloneNode(true);
      const renamed = (text) => text.replace(/((?:test|finding)_)\d+(_)/g, `$1${rows.length}$2`);
      row.querySelectorAll('*').forEach((element) => {
        for (const name of ['id', 'name', 'for', 'aria-describedby']) {
          if (element.hasAttribute(name)) element.setAttribute(name, renamed(element.getAttribute(name)));
        }
        element.removeAttribute('aria-invalid');
        if (element.matches('input, textarea')) element.value = '';
        if (element.matches('select')) element.selectedIndex = 0;
      });
      row.querySelectorAll('[id$="_error"]').forEach((element) => element.remove());
      const legend = row.querySelector('legend');
      legend.textContent = legend.textContent.replace(/\d+/, rows.length + 1);
      last.after(row);
      count.value = rows.length + 1;
      row.querySelector('input, select, textarea').focus();
    });
  });
})();
