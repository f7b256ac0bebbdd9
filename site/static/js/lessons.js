/* Self-checks answered in place (nothing is kept), one thing a screen for the youngest, printing. */
(function () {
  "use strict";
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

  all("[data-check]").forEach(function (block) {
    var right = block.getAttribute("data-check");
    var attempt = block.querySelector(".check__try");
    var verdict = block.querySelector(".check__verdict");
    var answer = block.querySelector(".check__answer");
    if (!attempt || !verdict) { return; }
    attempt.hidden = false;
    attempt.querySelector("button").addEventListener("click", function () {
      var rows = all(".choice--pick", block);
      var chosen = rows.filter(function (row) { return row.querySelector("input").checked; })
        .map(function (row) { return row.querySelector("input").value; }).sort().join("");
      rows.forEach(function (row) { row.classList.remove("is-right", "is-wrong"); });
      if (!chosen) { verdict.textContent = verdict.getAttribute("data-none"); return; }
      var good = chosen === right;
      rows.forEach(function (row) {
        var input = row.querySelector("input");
        if (input.checked) { row.classList.add(right.indexOf(input.value) >= 0 ? "is-right" : "is-wrong"); }
      });
      verdict.textContent = verdict.getAttribute(good ? "data-right" : "data-wrong");
      if (good && answer) { answer.open = true; }
    });
  });

  all("[data-one-by-one]").forEach(function (body) {
    var blocks = all(".lesson__block", body);
    if (blocks.length < 2) { return; }
    var at = 0;
    var bar = document.createElement("nav");
    bar.className = "one-by-one__bar";
    var back = button(body.getAttribute("data-back"), "btn btn--quiet");
    var place = document.createElement("span");
    var next = button(body.getAttribute("data-next"), "btn btn--learn");
    bar.appendChild(back); bar.appendChild(place); bar.appendChild(next);
    body.parentNode.insertBefore(bar, body.nextSibling);
    body.classList.add("one-by-one");
    back.addEventListener("click", function () { show(at - 1, true); });
    next.addEventListener("click", function () { show(at + 1, true); });
    var asked = parseInt(location.hash.replace("#b", ""), 10);
    show(asked > 0 ? asked - 1 : 0, false);

    function button(words, classes) {
      var made = document.createElement("button");
      made.type = "button"; made.className = classes; made.textContent = words;
      return made;
    }
    function show(wanted, moved) {
      at = Math.max(0, Math.min(blocks.length - 1, wanted));
      blocks.forEach(function (block, i) { block.classList.toggle("is-shown", i === at); });
      back.style.visibility = at ? "visible" : "hidden";
      next.style.visibility = at < blocks.length - 1 ? "visible" : "hidden";
      place.textContent = (at + 1) + " / " + blocks.length;
      if (moved) {
        history.replaceState(null, "", "#b" + (at + 1));
        body.scrollIntoView();
      }
    }
  });

  all("[data-print]").forEach(function (one) {
    one.hidden = false;
    one.addEventListener("click", function () { window.print(); });
  });
}());
