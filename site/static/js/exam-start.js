/* Begins or goes on with an attempt: fetches its token, keeps it in this browser, opens the exam page. */
(function () {
  "use strict";
  var form = document.querySelector("[data-begin]");
  if (!form) { return; }
  var refusal = form.querySelector("[data-refusal]");
  var button = form.querySelector("button");
  function say(text) { refusal.textContent = text; refusal.hidden = !text; }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var pledge = form.querySelector("#pledge");
    if (pledge && !pledge.checked) { say(button.getAttribute("data-choose")); pledge.focus(); return; }
    say("");
    button.disabled = true;
    var ask = new XMLHttpRequest();
    ask.open("POST", form.getAttribute("data-begin"));
    ask.setRequestHeader("Content-Type", "application/json");
    ask.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    ask.onload = function () {
      var body = {};
      try { body = JSON.parse(ask.responseText); } catch (fault) { body = {}; }
      if (ask.status === 200 || ask.status === 201) {
        localStorage.setItem("zhixin-attempt-" + body.attempt, JSON.stringify({ token: body.token, opens_at: body.opens_at }));
        location.assign(form.getAttribute("data-sit").replace("00000000-0000-0000-0000-000000000000", body.attempt));
        return;
      }
      button.disabled = false;
      say(body.message ? body.message + " " + (body.remedy || "") : button.getAttribute("data-failed"));
    };
    ask.onerror = function () { button.disabled = false; say(button.getAttribute("data-failed")); };
    ask.send(JSON.stringify({ pledge: Number(form.getAttribute("data-pledge")) }));
  });
}());
