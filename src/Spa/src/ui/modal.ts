/**
 * Shows a dialog over the page. When it goes, the focus is where it was: a browser sees to that only where the dialog is
 * closed before it is taken out of the page.
 */
export function modal(element: HTMLDialogElement): () => void {
  const opener = document.activeElement;
  element.showModal();
  return () => {
    element.close();
    if (document.activeElement !== document.body) return; // somebody was given it already
    const to = opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById('main');
    to?.focus({ preventScroll: true });
  };
}
