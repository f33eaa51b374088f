/** Where only TC39 decorators tell more: the functions of accessors, fields, `accessor`, private members. */

import { instrument } from '../../runtime/instrument.ts';

export class Members {
  @instrument({ onReturn: (value) => ({ length: value.length }) })
  get read(): string {
    return '';
  }
  @instrument({ fields: (value) => ({ length: value.length }) })
  set written(_value: string) {}
  @instrument({ fields: (id) => ({ length: id.length }) })
  field = (id: string): string => id;
  @instrument({ fields: (id) => ({ length: id.length }) })
  accessor held = (id: string): string => id;
  @instrument({ fields: (id) => ({ length: id.length }) })
  #hidden(_id: string): void {}
  @instrument static #still(_id: string): void {}
  run(): void {
    this.#hidden('');
    Members.#still('');
  }

  // @ts-expect-error no such property of the result
  @instrument({ onReturn: (value) => ({ a: value.nothing }) })
  get wrongRead(): string {
    return '';
  }
  // @ts-expect-error no such property of the value
  @instrument({ fields: (value) => ({ a: value.nothing }) })
  set wrongWritten(_value: string) {}
  // @ts-expect-error no such property of the parameter
  @instrument({ fields: (id) => ({ a: id.nothing }) })
  wrongField = (id: string): string => id;
  // @ts-expect-error holds no function
  @instrument() noFunction = 1;
  // @ts-expect-error holds no function
  @instrument bareNoFunction = 1;
  // @ts-expect-error holds no function
  @instrument() accessor noAccessor = 1;
}
