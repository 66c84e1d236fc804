// Whether the SDK takes each request for one of its account's: the signature, the address as it
// was asked for, and the form.

const twilio = require("twilio");

const requests = JSON.parse(process.env.REQUESTS);

console.log(
  JSON.stringify(
    requests.map(({ signature, url, form }) =>
      twilio.validateRequest(process.env.AUTH_TOKEN, signature, url, form),
    ),
  ),
);
