// Photos of the form: made smaller on the device where it can read them, shown, taken out again. What it cannot read (HEIC) goes as it is.
import { word } from "../words";

const LONGEST = 2048;
const QUALITY = 0.82;
const SMALL = 600_000; // bytes: not worth the work

export class Photos {
  list: Blob[] = [];

  constructor(
    private readonly shown: HTMLElement,
    private readonly most: number,
    private readonly mostMb: number,
    private readonly say: (text: string) => void,
    private readonly changed: () => void,
  ) {}

  async add(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      if (this.list.length >= this.most) {
        this.say(word("photo-many", { most: this.most }));
        break;
      }
      if (file.type && !file.type.startsWith("image/")) {
        this.say(word("photo-none", { name: file.name }));
        continue;
      }
      const photo = await smaller(file);
      if (photo.size > this.mostMb * 1_000_000) this.say(word("photo-large", { name: file.name, most: this.mostMb }));
      else this.list.push(photo);
    }
    this.draw();
    this.changed();
  }

  put(list: Blob[]): void {
    this.list = [...list];
    this.draw();
  }

  private draw(): void {
    for (const image of this.shown.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.shown.replaceChildren(...this.list.map((photo, at) => this.row(photo, at)));
  }

  private row(photo: Blob, at: number): HTMLElement {
    const row = document.createElement("li");
    const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(photo), alt: word("photo", { n: at + 1 }), width: 96, height: 96 });
    const out = Object.assign(document.createElement("button"), { type: "button", className: "button remove", textContent: "×" });
    out.setAttribute("aria-label", word("photo-remove", { n: at + 1 }));
    out.addEventListener("click", () => {
      this.list.splice(at, 1);
      this.draw();
      const left = this.shown.querySelectorAll<HTMLElement>(".remove");
      (left[Math.min(at, left.length - 1)] ?? document.getElementById("photos"))?.focus(); // not back to the top of the page
      this.changed();
    });
    row.append(image, out);
    return row;
  }
}

async function smaller(file: File): Promise<Blob> {
  if (file.size < SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return made && made.size < file.size ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}
