// A photo from a phone has some megabytes; the server keeps a hundred kilobytes of it. So it is made small before it goes
// over a weak line. Where a browser cannot, it goes as it is.

const SIDE_PX = 2000;
const SMALL_BYTES = 600_000;

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL_BYTES) return file;
  try {
    const picture = await createImageBitmap(file);
    const canvas = document.createElement("canvas");
    const part = Math.min(1, SIDE_PX / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * part);
    canvas.height = Math.round(picture.height * part);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], `${file.name}.jpg`, { type: blob.type }) : file;
  } catch {
    return file; // a picture that the browser cannot read the server refuses by name
  }
}

/** Makes the photos that somebody chose small; until that is done the form is not sent. */
export function startPhotos() {
  document.addEventListener("change", async ({ target: box }) => {
    if (box.type !== "file" || !box.accept.startsWith("image/")) return;
    const chosen = box.files;
    box.setCustomValidity("…");
    const all = new DataTransfer();
    for (const file of chosen) all.items.add(await smaller(file));
    if (box.files !== chosen) return; // somebody chose again, and those are on their way
    box.files = all.files;
    box.setCustomValidity("");
  });
}
