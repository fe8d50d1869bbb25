# notify
notify-title-plain = Message from the operations centre

notify-thing-channel = Message channel
notify-thing-address = Address of a person
notify-thing-preference = How a person wants to be told
notify-thing-notifyrule = Time of messages

error-notify-importance = The importance "{ $importance }" does not exist; use critical, high or normal.
error-notify-way = The way "{ $way }" does not exist; choose one of those that channels serve.
error-notify-needs-address = A message without an address goes nowhere; give a number or an address.
error-notify-needs-purpose = A message needs a purpose; say what it is for.
error-notify-message-does-not-exist = Message { $key } does not exist; look it up in the outbox.
