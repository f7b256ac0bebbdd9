/* 授课模式: keys, clicker, swipe and large buttons move the slides. Nothing is stored or sent. */
(function () {
  "use strict";
  var slides = Array.prototype.slice.call(document.querySelectorAll(".slide"));
  var controls = document.querySelector(".controls");
  var curtain = document.querySelector(".black");
  if (!slides.length || !controls) { return; }
  var hands = controls.querySelector(".hands");
  var count = controls.querySelector(".hands__count");
  var left = controls.querySelector(".timer__left");
  var timerButton = controls.querySelector("[data-do=timer]");
  var place = controls.querySelector(".place");
  var raised = {};
  var at = 0, ticking = null, endsAt = 0, startedAt = 0;

  document.body.classList.add("on-stage");
  controls.hidden = false;
  var asked = parseInt(location.hash.replace("#s", ""), 10);
  show(asked > 0 ? asked - 1 : 0);

  function show(wanted) {
    at = Math.max(0, Math.min(slides.length - 1, wanted));
    slides.forEach(function (slide, i) { slide.classList.toggle("is-shown", i === at); });
    slides[at].scrollTop = 0;
    place.textContent = (at + 1) + "/" + slides.length;
    hands.hidden = !slides[at].hasAttribute("data-asks");
    count.textContent = raised[at] || 0;
    button("back").disabled = at === 0;
    button("next").disabled = at === slides.length - 1;
    if (!ticking) { left.textContent = clock((parseInt(slides[at].getAttribute("data-minutes"), 10) || 0) * 60); }
    history.replaceState(null, "", location.search + "#s" + (at + 1));
  }
  function button(name) { return controls.querySelector("[data-do=" + name + "]"); }
  function clock(seconds) {
    var whole = Math.abs(seconds), rest = whole % 60;
    return (seconds < 0 ? "+" : "") + Math.floor(whole / 60) + ":" + (rest < 10 ? "0" : "") + rest;
  }
  function tick() {
    var now = Date.now();
    var seconds = endsAt ? Math.ceil((endsAt - now) / 1000) : Math.floor((now - startedAt) / 1000);
    left.textContent = clock(seconds);
    left.classList.toggle("is-over", Boolean(endsAt) && seconds <= 0);
  }
  var acts = {
    next: function () { show(at + 1); },
    back: function () { show(at - 1); },
    black: function () { curtain.hidden = !curtain.hidden; },
    more: function () { raised[at] = (raised[at] || 0) + 1; count.textContent = raised[at]; },
    fewer: function () { raised[at] = Math.max(0, (raised[at] || 0) - 1); count.textContent = raised[at]; },
    timer: function () {
      if (ticking) {
        clearInterval(ticking); ticking = null;
        timerButton.textContent = timerButton.getAttribute("data-start");
        return;
      }
      var minutes = parseInt(slides[at].getAttribute("data-minutes"), 10) || 0;
      startedAt = Date.now();
      endsAt = minutes ? startedAt + minutes * 60000 : 0;
      ticking = setInterval(tick, 250);
      timerButton.textContent = timerButton.getAttribute("data-stop");
      tick();
    }
  };
  controls.addEventListener("click", function (event) {
    var name = event.target.getAttribute("data-do");
    if (acts[name]) { acts[name](); }
  });
  curtain.addEventListener("click", acts.black);
  Array.prototype.slice.call(document.querySelectorAll(".slide__reveal")).forEach(function (reveal) {
    reveal.addEventListener("toggle", function () {
      reveal.parentNode.parentNode.classList.toggle("is-revealed", reveal.open);
    });
  });
  var keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    b: "black", B: "black", ".": "black", t: "timer", T: "timer", "+": "more", "-": "fewer"
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === " " && /^(BUTTON|SUMMARY|A)$/.test(event.target.tagName)) { return; }
    if (!curtain.hidden) { event.preventDefault(); curtain.hidden = true; return; }
    if (event.key === "Home") { event.preventDefault(); show(0); return; }
    if (event.key === "End") { event.preventDefault(); show(slides.length - 1); return; }
    if (keys[event.key]) { event.preventDefault(); acts[keys[event.key]](); }
  });
  var from = null;
  document.addEventListener("touchstart", function (event) {
    from = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", function (event) {
    if (!from || !curtain.hidden) { return; }
    var dx = event.changedTouches[0].clientX - from.x, dy = event.changedTouches[0].clientY - from.y;
    if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(dy)) { show(dx < 0 ? at + 1 : at - 1); }
    from = null;
  });
}());
