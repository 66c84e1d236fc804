// The SDK as npm delivers it, told of another address and nothing else.

const twilio = require("twilio");

const client = twilio(process.env.ACCOUNT_SID, process.env.AUTH_TOKEN);
client.taskrouter.baseUrl = process.env.SERVER_URL;

module.exports = client;
