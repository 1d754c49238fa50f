"use strict";
// Unpacks what stands packed in a page; for live reports (src/report/live.js) and the program in one file (tools/single.js).
const headroomUnpack = (() => {
  const at = (id) => document.getElementById(id);

  const bytesOf = (id) => {
    const text = atob(at(id).textContent);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    return bytes;
  };

  const inflated = async (bytes) => {
    if (typeof DecompressionStream === "function") {
      try {
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        return new Uint8Array(await new Response(stream).arrayBuffer());
      } catch {}
    }
    return inflate(bytes);
  };

  // LZMA as `xz --format=lzma` writes it (the LZMA specification, I. Pavlov, 2015): a quarter smaller than what browsers inflate.
  const lzma = (from, size) => {
    const out = new Uint8Array(size), lc = from[0] % 9, lp = ((from[0] / 9) | 0) % 5, pb = (from[0] / 45) | 0;
    let place = 18, range = 0xffffffff, code = 0, to = 0, state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
    for (let i = 14; i < 18; i += 1) code = code * 256 + from[i];
    const fresh = (n) => new Uint16Array(n).fill(1024);
    const more = () => {
      if (range >= 0x1000000) return;
      range = (range << 8) >>> 0;
      code = ((code << 8) | from[place++]) >>> 0;
    };
    const bit = (probabilities, i) => {
      const p = probabilities[i], bound = (range >>> 11) * p;
      if (code < bound) {
        range = bound;
        probabilities[i] = p + ((2048 - p) >> 5);
        more();
        return 0;
      }
      range -= bound;
      code -= bound;
      probabilities[i] = p - (p >> 5);
      more();
      return 1;
    };
    const down = (probabilities, base, n) => {
      let m = 1;
      for (let i = 0; i < n; i += 1) m = (m << 1) | bit(probabilities, base + m);
      return m - (1 << n);
    };
    const up = (probabilities, base, n) => {
      let m = 1, value = 0;
      for (let i = 0; i < n; i += 1) {
        const b = bit(probabilities, base + m);
        m = (m << 1) | b;
        value |= b << i;
      }
      return value;
    };
    const direct = (n) => {
      let value = 0;
      for (let i = 0; i < n; i += 1) {
        range >>>= 1;
        const b = code >= range ? 1 : 0;
        if (b === 1) code -= range;
        value = value * 2 + b;
        more();
      }
      return value;
    };
    const lengths = () => ({ choice: fresh(2), low: fresh(128), middle: fresh(128), high: fresh(256) });
    const length = (of, at) => {
      if (bit(of.choice, 0) === 0) return 2 + down(of.low, at << 3, 3);
      return bit(of.choice, 1) === 0 ? 10 + down(of.middle, at << 3, 3) : 18 + down(of.high, 0, 8);
    };
    const literal = fresh(0x300 << (lc + lp)), isMatch = fresh(192), isRep = fresh(12), isRep0 = fresh(12), isRep1 = fresh(12);
    const isRep2 = fresh(12), isLong = fresh(192), slots = fresh(256), near = fresh(115), align = fresh(16);
    const matched = lengths(), repeated = lengths();
    while (to < size) {
      const at = to & ((1 << pb) - 1);
      if (bit(isMatch, (state << 4) + at) === 0) {
        const before = to > 0 ? out[to - 1] : 0, base = 0x300 * (((to & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
        let symbol = 1;
        if (state > 6) {
          for (let match = out[to - rep0 - 1]; symbol < 0x100; match <<= 1) {
            const expected = (match >> 7) & 1, b = bit(literal, base + ((1 + expected) << 8) + symbol);
            symbol = (symbol << 1) | b;
            if (b !== expected) break;
          }
        }
        while (symbol < 0x100) symbol = (symbol << 1) | bit(literal, base + symbol);
        out[to++] = symbol;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let n = 0;
      if (bit(isRep, state) === 1) {
        if (bit(isRep0, state) === 0) {
          if (bit(isLong, (state << 4) + at) === 0) {
            state = state < 7 ? 9 : 11;
            out[to] = out[to - rep0 - 1];
            to += 1;
            continue;
          }
        } else {
          let distance = rep1;
          if (bit(isRep1, state) === 1) {
            if (bit(isRep2, state) === 0) distance = rep2;
            else [distance, rep3] = [rep3, rep2];
            rep2 = rep1;
          }
          [rep0, rep1] = [distance, rep0];
        }
        n = length(repeated, at);
        state = state < 7 ? 8 : 11;
      } else {
        [rep1, rep2, rep3] = [rep0, rep1, rep2];
        n = length(matched, at);
        state = state < 7 ? 7 : 10;
        const slot = down(slots, Math.min(n - 2, 3) << 6, 6), bits = (slot >> 1) - 1;
        rep0 = slot < 4 ? slot : (2 | (slot & 1)) << bits;
        if (slot >= 14) rep0 += direct(bits - 4) * 16 + up(align, 0, 4);
        else if (slot >= 4) rep0 += up(near, rep0 - slot, bits);
      }
      if (rep0 >= to || place > from.length) throw new Error("the packed program is damaged");
      for (n = Math.min(n, size - to); n > 0; n -= 1, to += 1) out[to] = out[to - rep0 - 1];
    }
    return out;
  };

  // Where the browser has no inflater (before 2023): RFC 1951, a bit at a time.
  const inflate = (from) => {
    let out = new Uint8Array(from.length * 4), size = 0, place = 0, hold = 0, held = 0;
    const bits = (n) => {
      while (held < n) {
        if (place >= from.length) throw new Error("the packed program ends too early");
        hold |= from[place++] << held;
        held += 8;
      }
      const value = hold & ((1 << n) - 1);
      hold >>>= n;
      held -= n;
      return value;
    };
    const room = (n) => {
      if (size + n <= out.length) return;
      const larger = new Uint8Array(Math.max(out.length * 2, size + n));
      larger.set(out.subarray(0, size));
      out = larger;
    };
    const tree = (lengths) => {
      const count = new Uint16Array(16), start = new Uint16Array(17), symbols = new Uint16Array(lengths.length);
      for (const length of lengths) count[length] += 1;
      count[0] = 0;
      for (let i = 1; i < 16; i += 1) start[i + 1] = start[i] + count[i];
      lengths.forEach((length, symbol) => { if (length > 0) symbols[start[length]++] = symbol; });
      return { count, symbols };
    };
    const symbol = ({ count, symbols }) => {
      for (let length = 1, code = 0, first = 0, index = 0; length < 16; length += 1) {
        code |= bits(1);
        if (code - first < count[length]) return symbols[index + code - first];
        index += count[length];
        first = (first + count[length]) << 1;
        code <<= 1;
      }
      throw new Error("the packed program is damaged");
    };
    const LENGTH = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    const BACK = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    const fixed = () => {
      const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
      return [tree(lengths), tree(new Uint8Array(30).fill(5))];
    };
    const dynamic = () => {
      const literals = bits(5) + 257, backs = bits(5) + 1, codes = bits(4) + 4, short = new Uint8Array(19);
      for (let i = 0; i < codes; i += 1) short[ORDER[i]] = bits(3);
      const lengths = new Uint8Array(literals + backs), key = tree(short);
      for (let i = 0; i < lengths.length; ) {
        const s = symbol(key);
        if (s < 16) { lengths[i++] = s; continue; }
        const [value, times] = s === 16 ? [lengths[i - 1], 3 + bits(2)] : s === 17 ? [0, 3 + bits(3)] : [0, 11 + bits(7)];
        lengths.fill(value, i, i + times);
        i += times;
      }
      return [tree(lengths.subarray(0, literals)), tree(lengths.subarray(literals))];
    };
    for (let last = 0; last === 0; ) {
      last = bits(1);
      const kind = bits(2);
      if (kind === 0) {
        hold = held = 0;
        const length = from[place] | (from[place + 1] << 8);
        place += 4;
        room(length);
        out.set(from.subarray(place, place + length), size);
        place += length;
        size += length;
        continue;
      }
      const [literal, back] = kind === 1 ? fixed() : dynamic();
      for (let s = symbol(literal); s !== 256; s = symbol(literal)) {
        if (s < 256) {
          room(1);
          out[size++] = s;
          continue;
        }
        const length = LENGTH[s - 257] + bits(LENGTH_BITS[s - 257]);
        const far = symbol(back), distance = BACK[far] + bits(far < 2 ? 0 : (far >> 1) - 1);
        room(length);
        for (let i = 0; i < length; i += 1, size += 1) out[size] = out[size - distance];
      }
    }
    return out.subarray(0, size);
  };

  // One module for both: on the page it is the views, in a worker made of the same script's text the analysis.
  const inWorker = "\nonmessage=(event)=>{onmessage=null;globalThis.headroomSent=event.data[1];" +
    "wasm_bindgen({module_or_path:event.data[0]}).catch((error)=>setTimeout(()=>{throw error}))};";
  let address = null;
  const worker = (module, sent) => {
    address ??= URL.createObjectURL(new Blob([at("headroom-glue").textContent + inWorker], { type: "text/javascript" }));
    const worker = new Worker(address);
    worker.postMessage([module, sent]);
    return worker;
  };
  const module = () => WebAssembly.compile(lzma(bytesOf("headroom-module"), Number(at("headroom-module").dataset.size)));
  const text = async (id) => new TextDecoder().decode(await inflated(bytesOf(id)));
  return { module, text, worker };
})();
