/** Texts that occur again and again, by number: executors, hosts, locality levels. */
export class WordList {
  private readonly words: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(word: string): number {
    let number = this.numbers.get(word);
    if (number === undefined) {
      number = this.words.length;
      this.words.push(word);
      this.numbers.set(word, number);
    }
    return number;
  }

  wordOf(number: number): string {
    return this.words[number] as string;
  }
}
