// Fills in where the phone is, or the cross of a map that comes when it is asked for, to about a hundred metres; then sends the form,
// unless it asks for more. Without this script one types the place.
(function () {
  var form = document.getElementById("here"), said = document.getElementById("locate-said");
  var locate = document.getElementById("locate"), opener = document.getElementById("map-open"), place = document.getElementById("place-map");

  function take(lon, lat) {
    form.elements.lon.value = lon.toFixed(3);
    form.elements.lat.value = lat.toFixed(3);
    if (!("stays" in form.dataset)) return form.submit();
    form.elements.q.value = "";
    said.textContent = locate.dataset.found;
  }

  if (navigator.geolocation) locate.hidden = false;
  locate.addEventListener("click", function () {
    locate.disabled = true;
    said.textContent = locate.dataset.working;
    navigator.geolocation.getCurrentPosition(function (found) {
      locate.disabled = false;
      take(found.coords.longitude, found.coords.latitude);
    }, function (error) {
      locate.disabled = false;
      said.textContent = error.code === 1 ? locate.dataset.refused : locate.dataset.failed;
    }, { enableHighAccuracy: false, timeout: 20000, maximumAge: 60000 });
  });

  var close = null;
  function shut() {
    if (close) close();
    close = null;
    opener.setAttribute("aria-expanded", "false");
  }
  opener.hidden = false;
  opener.addEventListener("click", function () {
    if (close) return shut();
    import(new URL(opener.dataset.map, location.href).href).then(function (picker) {
      var words = { "map-lead": opener.dataset.lead, "map-take": opener.dataset.take };
      close = picker.pick(place, opener.dataset.bounds, function (key) { return words[key] || key; }, function (lon, lat) {
        shut();
        opener.focus();
        take(lon, lat);
      });
      opener.setAttribute("aria-expanded", "true");
    }, function () { said.textContent = opener.dataset.failed; });
  });

  // a typed place counts: what the phone told before is put away
  form.elements.q.addEventListener("input", function () { form.elements.lon.value = form.elements.lat.value = ""; });
  addEventListener("pageshow", function () { locate.disabled = false; });
})();
