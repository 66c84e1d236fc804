// The SDK's types mention Node's EventEmitter, which the types of a web page do not know.

declare module "events" {
  export class EventEmitter {
    on(event: string, listener: () => void): this;
  }
}
