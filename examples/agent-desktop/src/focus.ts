// Where the focus goes when the button that had it is gone.

/** Leave a focus that is somewhere alone; else the card has it, or what all cards stand under. */
export function keepFocus(card: HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const place = card?.isConnected ? card : document.getElementById("reservations");
    place?.focus({ preventScroll: true });
  });
}
