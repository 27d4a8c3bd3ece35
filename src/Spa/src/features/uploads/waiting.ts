import type { Attachment } from '$/api/types';

interface Waiting {
  key: string;
  file: Blob;
  alt: string;
  width: number;
  height: number;
}

// A file read from the device's store is another object each time; its address stays.
const urls = new Map<string, string>();

/** An image that is not uploaded yet, as it will look. */
export function asAttachment(picture: Waiting): Attachment {
  let url = urls.get(picture.key);
  if (url === undefined) urls.set(picture.key, (url = URL.createObjectURL(picture.file)));
  const { key, file, alt, width, height } = picture;
  return { id: key, url, smallUrl: url, contentType: file.type, width, height, placeholder: '', alt };
}

/** What it measures; as a square where that can't be told. */
export async function measured(file: Blob): Promise<{ width: number; height: number }> {
  try {
    const image = await createImageBitmap(file);
    const { width, height } = image;
    image.close();
    return { width, height };
  } catch {
    return { width: 320, height: 320 };
  }
}
