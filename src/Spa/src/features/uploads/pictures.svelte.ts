import { describePicture, maxPictureBytes, maxPictures, pictureTypes, uploadPicture } from '$/api/uploads';
import type { Attachment } from '$/api/types';
import { toasts } from '$/app/toasts.svelte';
import { errorText, t } from '$/lib/i18n.svelte';
import { newId } from '$/lib/ids';

export interface Picture {
  key: string;
  url: string;
  alt: string;
  file: File | null; // null: it is there already
  progress: number;
  /** What the server made of it; null until it has it. */
  attachment: Attachment | null;
  error: unknown;
}

/** The images that go with what is being written. Uploaded at once, or kept as files until it is sent. */
export class Pictures {
  list = $state.raw<Picture[]>([]);
  readonly #isLater: boolean;

  constructor(options: { later?: boolean; there?: Attachment[] } = {}) {
    this.#isLater = options.later ?? false;
    this.show(options.there ?? []);
  }

  get isBusy(): boolean {
    return !this.#isLater && this.list.some((picture) => picture.attachment === null && picture.error === null);
  }

  get ids(): string[] {
    return this.list.flatMap((picture) => (picture.attachment ? [picture.attachment.id] : []));
  }

  show(attachments: Attachment[]): void {
    this.clear();
    this.list = attachments.map((attachment) => ({
      key: attachment.id,
      url: attachment.smallUrl,
      alt: attachment.alt,
      file: null,
      progress: 1,
      attachment,
      error: null,
    }));
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (!pictureTypes.includes(file.type)) {
        toasts.show({ kind: 'error', title: t('pictures.wrongType', { name: file.name }) });
      } else if (file.size > maxPictureBytes) {
        toasts.show({ kind: 'error', title: t('pictures.tooLarge', { name: file.name }) });
      } else if (this.list.length >= maxPictures) {
        toasts.show({ kind: 'error', title: t('pictures.tooMany') });
        return;
      } else {
        const picture: Picture = {
          key: newId(),
          url: URL.createObjectURL(file),
          alt: '',
          file,
          progress: 0,
          attachment: null,
          error: null,
        };
        this.list = [...this.list, picture];
        if (!this.#isLater) void this.#send(picture);
      }
    }
  }

  retry(key: string): void {
    const picture = this.list.find((one) => one.key === key);
    if (!picture) return;
    this.#change(key, { error: null, progress: 0 });
    void this.#send(picture);
  }

  describe(key: string, alt: string): void {
    const attachment = this.list.find((one) => one.key === key)?.attachment;
    this.#change(key, { alt });
    if (attachment && alt !== attachment.alt) void this.#tell(attachment, alt);
  }

  remove(key: string): void {
    for (const picture of this.list) if (picture.key === key) this.#release(picture);
    this.list = this.list.filter((picture) => picture.key !== key);
  }

  clear(): void {
    for (const picture of this.list) this.#release(picture);
    this.list = [];
  }

  async #send(picture: Picture): Promise<void> {
    if (!picture.file) return;
    try {
      const attachment = await uploadPicture(picture.file, picture.file.name, {
        key: picture.key,
        onprogress: (progress) => this.#change(picture.key, { progress }),
      });
      this.#change(picture.key, { attachment, progress: 1 });
      const { alt } = this.list.find((one) => one.key === picture.key) ?? { alt: '' };
      if (alt !== '') await this.#tell(attachment, alt);
    } catch (error) {
      this.#change(picture.key, { error });
    }
  }

  async #tell(attachment: Attachment, alt: string): Promise<void> {
    try {
      await describePicture(attachment.id, alt);
    } catch (error) {
      toasts.show({ kind: 'error', title: errorText(error) });
    }
  }

  #change(key: string, change: Partial<Picture>): void {
    this.list = this.list.map((picture) => (picture.key === key ? { ...picture, ...change } : picture));
  }

  #release(picture: Picture): void {
    if (picture.file) URL.revokeObjectURL(picture.url);
  }
}

/** The images of a paste or a drop; none where it is text. */
export const filesOf = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
