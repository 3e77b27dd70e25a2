# Collects every Markdown file below a directory into one text file and says how much it is.
# usage: collect.sh SOURCE_DIRECTORY TARGET_DIRECTORY (the target may be a file: URI)
set -eu
source=$1
target=$(printf '%s' "$2" | sed 's#^file://##')

mkdir -p "$target"
find "$source" -type f -name '*.md' -print | LC_ALL=C sort > files.txt
tr '\n' '\0' < files.txt | xargs -0 cat > "$target/markdown.txt"

# What is printed here is captured: the workflow's decisions read it.
echo "files=$(wc -l < files.txt | tr -d ' ')"
echo "lines=$(wc -l < "$target/markdown.txt" | tr -d ' ')"
echo "bytes=$(wc -c < "$target/markdown.txt" | tr -d ' ')"
