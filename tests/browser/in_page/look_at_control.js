// Every control of a live figure as [key, kind, usable], and a closer look at one of them.
([figure, wanted]) => {
  const live = figure.querySelector(".explorable-live");
  const kindOf = (element) => {
    const { localName, type } = element;
    if (localName === "input") return { text: "field", number: "field", radio: "checkbox" }[type] ?? type;
    if (element.getAttribute("role") === "slider") return "handle";
    if (element.matches(".xp-pressable, .xp-triangle")) return "surface";
    if (["button", "select", "textarea", "summary"].includes(localName)) return localName;
    // A box that may scroll takes the keyboard for nothing but scrolling.
    return ["auto", "scroll"].includes(getComputedStyle(element).overflowX) ? null : "unknown";
  };
  const nameOf = (element) => element.getAttribute("aria-label")
    || [...(element.labels ?? [])].map((label) => label.textContent).join(" ").trim()
    || (element.localName === "select" ? "" : element.textContent.trim()) || element.getAttribute("class");
  const isUsable = (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true";
  const controls = new Map();
  const places = "input, button, select, textarea, summary, a[href], [role=slider], [tabindex], [contenteditable], "
    + ".xp-pressable, .xp-triangle";
  for (const element of live.querySelectorAll(places)) {
    const kind = kindOf(element);
    if (!kind || !element.checkVisibility()) continue;
    // The button says “Copied” for two seconds.
    const name = `${kind} “${nameOf(element).replace(/^Copied$/, "Copy link")}”`;
    let key = name;
    for (let n = 2; controls.has(key); n += 1) key = `${name} ${n}`;
    controls.set(key, element);
    element.dataset.key = key;
  }
  const list = [...controls].map(([key, element]) => [key, kindOf(element), isUsable(element)]);
  const control = controls.get(wanted);
  if (!control) return { controls: list, look: null };

  const knob = control.querySelector(".xp-knob") ?? control;
  const isSeen = (box) => box.top >= 90 && box.bottom <= window.innerHeight - 10;
  if (!isSeen(knob.getBoundingClientRect())) control.scrollIntoView({ block: "center", behavior: "instant" });
  const box = knob.getBoundingClientRect();
  let [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (kindOf(control) === "surface") {
    // Where no mark lies on it. Two surfaces may move the same cursor, so the places differ.
    const places = [0.55, 0.65, 0.45, 0.35, 0.7].flatMap((a) => [0.5, 0.3, 0.7].map((b) => [box.x + a * box.width, box.y + b * box.height]));
    if (wanted.endsWith(" 2")) places.reverse();
    [x, y] = places.find(([a, b]) => document.elementFromPoint(a, b) === control) ?? places[0];
  }
  const hit = document.elementFromPoint(x, y);
  const isHit = hit && (control.contains(hit) || hit.closest("label")?.contains(control));
  const { value, min, max, step, checked } = control;
  const number = (text) => (text ? Number(text.replace("\u2212", "-")) : null);
  const status = live.querySelector("[role=status]").textContent.replace(/^The link (shows|is in the address).*/, "");
  // Only whether something changed is asked for, and the whole is long.
  const digest = (text) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) | 0, 0);
  const look = {
    x, y, left: box.x, width: box.width,
    covered: isHit ? null : hit?.outerHTML.slice(0, 120) ?? "nothing",
    number: number(value), low: number(min), high: number(max), isWhole: Boolean(step) && Number(step) % 1 === 0,
    options: [...(control.options ?? [])].filter((option) => option.value !== "").map((option) => option.value),
    value: String(value),
    alert: [...live.querySelectorAll("[role=alert]")].map((one) => one.textContent).join(" "),
    // Whatever may tell that a control did something, but for what “Copy link” says.
    shown: digest([status, checked, control.getAttribute("transform"), value, control.getAttribute("aria-pressed"), control.parentElement.open,
      ...[...live.querySelectorAll("output, [d], [transform], .xp-report, .xp-verdict, [role=alert], [aria-disabled], .xp-range")]
        .flatMap((one) => [one.textContent, one.value, ...["d", "transform", "aria-disabled"].map((name) => one.getAttribute(name))]),
    ].join()),
  };
  return { controls: list, look };
}
