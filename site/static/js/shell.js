/* The personal part of the head: fetched after the page, so that the page itself is the same for everybody. */
(function () {
  "use strict";
  var place = document.querySelector("[data-menu]");
  if (!place || !window.fetch) { return; }
  fetch(place.getAttribute("data-menu"), { credentials: "same-origin" })
    .then(function (answer) { return answer.status === 200 ? answer.text() : ""; })
    .then(function (html) { if (html) { place.innerHTML = html; } })
    .catch(function () { /* The sign-in link stays; it leads on for who is signed in. */ });
}());
