// A second opinion on ledgers and proofs, by what verifies Go's checksum database
// (golang.org/x/mod/sumdb: packages note and tlog). Shares no code with Bylaw.
//
//	sumdb ledger KEY.pub FILE.jsonl              every checkpoint against the records before it
//	sumdb record KEY.pub FILE.tlog-proof RECORD  an inclusion proof
//	sumdb growth KEY.pub FILE OLD-ROOT           a consistency proof, from the old tree's root (base64)
//	sumdb tiles  KEY.pub FOLDER/checkpoint FOLDER  every tile and entry of a log in the tlog-tiles layout
//
// Prints what it found; exit code 1 where something does not hold.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func read(path string) string { return string(must(os.ReadFile(path))) }

// The tree that a signed note states: origin, size, root.
func open(signed, key string) tlog.Tree {
	verifier := must(note.NewVerifier(strings.TrimSpace(key)))
	opened := must(note.Open([]byte(signed), note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		check(fmt.Errorf("not a checkpoint: %q", opened.Text))
	}
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: must(tlog.ParseHash(lines[2]))}
}

var signature = regexp.MustCompile(`^(.*)"signature":"ed25519:[0-9a-f]*",`)

func leaf(record string) tlog.Hash {
	return tlog.RecordHash([]byte(signature.ReplaceAllString(strings.TrimSuffix(record, "\n"), "$1")))
}

// Lines that are hashes, up to the empty one; and what stands behind it.
func hashes(text string) (found []tlog.Hash, rest string) {
	head, rest, _ := strings.Cut(text, "\n\n")
	for _, line := range strings.Split(head, "\n") {
		if line != "" {
			found = append(found, must(tlog.ParseHash(line)))
		}
	}
	return found, rest
}

func ledger(key, text string) {
	var stored []tlog.Hash
	at := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	var records, checkpoints int64
	for _, line := range strings.Split(text, "\n") {
		if line == "" {
			continue
		}
		if strings.HasPrefix(line, `{"checkpoint":`) {
			var checkpoint struct{ Checkpoint string }
			check(json.Unmarshal([]byte(line), &checkpoint))
			tree := open(checkpoint.Checkpoint, key)
			if tree.N != records || tree.Hash != must(tlog.TreeHash(records, at)) {
				check(fmt.Errorf("the checkpoint behind record %d signs another tree", records-1))
			}
			checkpoints++
			continue
		}
		stored = append(stored, must(tlog.StoredHashesForRecordHash(records, leaf(line), at))...)
		records++
	}
	fmt.Printf("%d records, %d checkpoints\n", records, checkpoints)
}

func record(key, text, record string) {
	head, text, _ := strings.Cut(text, "\n")
	line, text, _ := strings.Cut(text, "\n")
	if head != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(line, "index ") {
		check(fmt.Errorf("not a tlog-proof"))
	}
	index := must(strconv.ParseInt(line[len("index "):], 10, 64))
	proof, signed := hashes("\n" + text)
	tree := open(signed, key)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf(record)))
	fmt.Printf("record %d of %d\n", index, tree.N)
}

func growth(key, text, oldRoot string) {
	line, text, _ := strings.Cut(text, "\n")
	old := must(strconv.ParseInt(strings.TrimPrefix(line, "old "), 10, 64))
	proof, signed := hashes("\n" + text)
	tree := open(signed, key)
	check(tlog.CheckTree(proof, tree.N, tree.Hash, old, must(tlog.ParseHash(oldRoot))))
	fmt.Printf("from %d to %d\n", old, tree.N)
}

const tileHeight = 8

// The tiles in a folder. The layout's paths are those of the checksum database without the height.
type folder string

func (f folder) path(tile tlog.Tile) string {
	return filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
}

func (f folder) Height() int { return tileHeight }

func (f folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		bytes, err := os.ReadFile(f.path(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// Reads every record's hash by the tiles, which the reader proves to be of the signed tree, and
// compares them with the entries.
func tiles(key, signed, directory string) {
	tree := open(signed, key)
	hashes := tlog.TileHashReader(tree, folder(directory))
	const width = 1 << tileHeight
	for first := int64(0); first < tree.N; first += width {
		count := tree.N - first
		if count > width {
			count = width
		}
		var indexes []int64
		for i := int64(0); i < count; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+i))
		}
		proven := must(hashes.ReadHashes(indexes))
		entries := tlog.Tile{H: tileHeight, L: -1, N: first / width, W: int(count)}
		path := strings.Replace(folder(directory).path(entries), "/data/", "/entries/", 1)
		bytes := must(os.ReadFile(path))
		for i := int64(0); i < count; i++ {
			if len(bytes) < 2 || len(bytes)-2 < int(binary.BigEndian.Uint16(bytes)) {
				check(fmt.Errorf("%s ends within an entry", path))
			}
			end := 2 + int(binary.BigEndian.Uint16(bytes))
			if tlog.RecordHash(bytes[2:end]) != proven[i] {
				check(fmt.Errorf("entry %d is not the one signed", first+i))
			}
			bytes = bytes[end:]
		}
		if len(bytes) != 0 {
			check(fmt.Errorf("%s holds more than its entries", path))
		}
	}
	fmt.Printf("%d entries\n", tree.N)
}

func main() {
	arguments := append(os.Args[1:], "", "", "", "")
	key := read(arguments[1])
	text := read(arguments[2])
	switch arguments[0] {
	case "ledger":
		ledger(key, text)
	case "record":
		record(key, text, read(arguments[3]))
	case "growth":
		growth(key, text, arguments[3])
	case "tiles":
		tiles(key, text, arguments[3])
	default:
		check(fmt.Errorf("sumdb ledger | record | growth | tiles"))
	}
}
