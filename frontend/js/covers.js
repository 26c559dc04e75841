// A checkbox with data-covers="id" hides what it makes needless.
export function covers() {
  for (const box of document.querySelectorAll('input[data-covers]')) {
    const covered = document.getElementById(box.dataset.covers);
    const show = () => {
      covered.hidden = box.checked;
    };
    box.addEventListener('change', show);
    addEventListener('pageshow', show);
    show();
  }
}
