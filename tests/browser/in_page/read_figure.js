// Everything that a live figure shows at this moment, and its state.
async (figure) => {
  const live = figure.querySelector(".explorable-live");
  const all = (selector) => [...live.querySelectorAll(selector)];
  const read = {
    status: live.querySelector("[role=status]").textContent,
    outputs: Object.fromEntries(all("output[name]")
      .map((output) => [output.name, [output.dataset.value, output.textContent]])),
    picture: all(".xp-plot path, .xp-plot circle, .xp-plot .xp-handle")
      .map((mark) => ["d", "cx", "cy", "transform"].map((name) => mark.getAttribute(name)).join()),
    handles: Object.fromEntries(all("[role=slider]")
      .map((mark) => [mark.getAttribute("aria-label"), Number(mark.getAttribute("aria-valuenow"))])),
    numberOfOutputs: all("output[name]").length,
  };
  // "Copy link" gives the whole state; the clipboard is caught and put back.
  const copy = all("button").find((button) => /^Cop(y link|ied)$/.test(button.textContent));
  await new Promise((done) => {
    navigator.clipboard.writeText = async (text) => { done(read.link = text); };
    copy.click();
    // Of more points than a link holds there is none.
    if (live.querySelector("[role=status]").textContent.startsWith("No link was copied")) done(read.link = null);
  });
  delete navigator.clipboard.writeText;
  return read;
}
