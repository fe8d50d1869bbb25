// Asks the phone where it is, for as long as half a minute, and sends the best answer once. Old phones understand this language too.
(function () {
  var button = document.getElementById("send"), said = document.getElementById("said");
  var words = button.dataset, best = null, watch = null, over = false;

  function say(text) { said.textContent = text; }
  function free() { over = false; best = null; button.disabled = false; }

  function send() {
    if (over) return;
    over = true;
    navigator.geolocation.clearWatch(watch);
    if (!best) { say(words.failed); free(); return; }
    var request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = function () {
      var answer = {};
      try { answer = JSON.parse(request.responseText); } catch (error) { /* said below */ }
      if (request.status === 200) { say(words.done + " " + words.accuracy.replace("#", answer.accuracy_m)); return; }
      say(answer.text || words.failed);
      if (request.status !== 410) free();
    };
    request.onerror = function () { say(words.failed); free(); };
    request.send("lon=" + best.longitude + "&lat=" + best.latitude + "&accuracy_m=" + best.accuracy);
  }

  button.addEventListener("click", function () {
    if (!navigator.geolocation) { say(words.old); return; }
    button.disabled = true;
    say(words.working);
    watch = navigator.geolocation.watchPosition(function (place) {
      if (!best || place.coords.accuracy < best.accuracy) best = place.coords;
      if (best.accuracy <= 30) send();
    }, function (error) {
      if (error.code === 1) { navigator.geolocation.clearWatch(watch); say(words.refused); free(); }
    }, { enableHighAccuracy: true, timeout: 30000, maximumAge: 0 });
    setTimeout(send, 20000);
  });
})();
