/** How large an image is shown: never larger than it is, and its place is known before it is there. */
export function shownSize(width: number, height: number, most: { width: number; height: number }) {
  const scale = Math.min(1, most.width / Math.max(1, width), most.height / Math.max(1, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
