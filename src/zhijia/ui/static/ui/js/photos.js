"use strict";
// Photos: shown before they are sent and scaled down in the browser, since reception on a building site is poor.
// Where the control accepts documents too, these are listed and sent as they are.
(() => {
  const LONGEST = 1600;
  const QUALITY = 0.85;

  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  const isPicture = (file) => file.type.startsWith("image/") || /\.(heic|heif)$/i.test(file.name);

  /** The kinds of document a control takes besides pictures, such as ".pdf". */
  const documents = (input) =>
    input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter((kind) => kind && !kind.startsWith("image/"));

  const isTaken = (input, file) => isPicture(file) || documents(input).some((kind) =>
    (kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : file.type === kind));

  const decode = async (file) => {
    if (window.createImageBitmap) {
      try { return await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { /* not by this way */ }
    }
    const image = new Image();
    const address = URL.createObjectURL(file);
    try { image.src = address; await image.decode(); return image; }
    catch { return null; }
    finally { URL.revokeObjectURL(address); }
  };

  /** The file as it will be sent: a smaller JPEG where that helps, else the file itself. */
  const shrink = async (file) => {
    if (!isPicture(file)) return { file, paper: true };
    const picture = await decode(file);
    if (!picture) return { file, shown: false };
    const scale = LONGEST / Math.max(picture.width, picture.height);
    if (scale >= 1) return { file, shown: true };
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close?.();
    const made = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
    if (!made || made.size >= file.size) return { file, shown: true };
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return { file: new File([made], name, { type: "image/jpeg", lastModified: file.lastModified }), shown: true, smaller: true };
  };

  const card = (item, remove) => {
    const figure = document.createElement("figure");
    figure.className = "zj-photo";
    const { name } = item.file;
    const words = { name, size: size(item.file.size) };
    if (item.shown) {
      const image = document.createElement("img");
      image.alt = name;
      image.src = URL.createObjectURL(item.file);
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      figure.append(image);
    } else {
      const none = document.createElement("div");
      none.className = "zj-photo-none";
      none.append(zhijia.drawIcon(item.paper ? "file-text" : "photo"));
      figure.append(none);
    }
    const caption = document.createElement("figcaption");
    caption.textContent = zhijia.text(
      item.smaller ? "photo_smaller" : item.shown || item.paper ? "photo_as_is" : "photo_no_preview", words);
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", zhijia.text("photo_remove", words));
    button.append(zhijia.drawIcon("trash"));
    button.addEventListener("click", remove);
    figure.append(caption, button);
    return figure;
  };

  const setUp = (input) => {
    input.dataset.picking = "1";
    const pick = document.createElement("label");
    pick.className = "btn zj-photo-pick";
    pick.htmlFor = input.id;
    pick.append(zhijia.drawIcon("camera"), zhijia.text(documents(input).length ? "photo_or_file" : "photo_pick"));
    const strip = document.createElement("div");
    strip.className = "zj-photos";
    // The control itself stays, unseen, for keyboards and screen readers.
    input.classList.add("visually-hidden");
    input.after(pick, strip);
    let items = [], round = 0;

    const put = () => {
      const files = new DataTransfer();
      items.forEach((item) => files.items.add(item.file));
      input.files = files.files;
      strip.replaceChildren(...items.map((item) => card(item, () => {
        items = items.filter((other) => other !== item);
        put();
        input.focus();
      })));
    };

    input.addEventListener("change", async () => {
      const mine = ++round;
      const chosen = [...input.files];
      const taken = chosen.filter((file) => isTaken(input, file));
      chosen.filter((file) => !taken.includes(file))
        .forEach((file) => zhijia.show("warn", zhijia.text("photo_not", { name: file.name })));
      // A form sent meanwhile waits for this.
      input.form?.setAttribute("data-preparing", "1");
      const made = [];
      for (const file of taken) made.push(await shrink(file));
      // A second choice made meanwhile wins.
      if (mine !== round) return;
      const added = input.multiple ? items.filter((old) => !made.some((item) => item.file.name === old.file.name)) : [];
      items = [...added, ...made];
      put();
      input.form?.removeAttribute("data-preparing");
      input.form?.dispatchEvent(new Event("zhijia:prepared"));
      if (items.length) zhijia.say(items.map((item) => `${item.file.name} ${size(item.file.size)}`).join(", "));
    });
    input.form?.addEventListener("reset", () => { items = []; strip.replaceChildren(); });
  };

  document.addEventListener("DOMContentLoaded", () => {
    zhijia.onContent((root) => root.querySelectorAll("input[type=file][data-photo]:not([data-picking])").forEach(setUp));
  });
})();
