import type { PhrasingContent, RootContent } from "mdast";
import { Fragment, memo, type ReactNode } from "react";
import { Link } from "../routing/link";
import { isOnlyEmoji, parseMarkdown, safeAddress } from "../text/markdown";
import { cutAtMentions } from "../text/mentions";
import "./markdown.css";

interface Names {
  /** The usernames that the message mentions, and `room` if it mentions all. */
  mentioned: ReadonlySet<string>;
  /** Those of them that mean oneself. */
  own: ReadonlySet<string>;
}

type Props = Names & { body: string };

/** A message's body, built as elements: no text of a member ever becomes HTML. */
export const Markdown = memo(function Markdown({ body, mentioned, own }: Props) {
  const { children } = parseMarkdown(body);
  return (
    <div className={isOnlyEmoji(body) ? "markdown markdown-emoji" : "markdown"}>
      {renderAll(children, { mentioned, own })}
    </div>
  );
});

type Node = RootContent | PhrasingContent;

function renderAll(nodes: readonly Node[], names: Names): ReactNode {
  // The nodes of one text never change their order.
  return nodes.map((node, index) => <Fragment key={index}>{render(node, names)}</Fragment>);
}

function render(node: Node, names: Names): ReactNode {
  switch (node.type) {
    case "text":
      return <Text text={node.value} {...names} />;
    case "paragraph":
      return <p>{renderAll(node.children, names)}</p>;
    case "heading":
      return <p className="markdown-heading">{renderAll(node.children, names)}</p>;
    case "emphasis":
      return <em>{renderAll(node.children, names)}</em>;
    case "strong":
      return <strong>{renderAll(node.children, names)}</strong>;
    case "delete":
      return <del>{renderAll(node.children, names)}</del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return (
        // A long line is read by scrolling, also with the keyboard.
        // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote>{renderAll(node.children, names)}</blockquote>;
    case "list":
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{renderAll(node.children, names)}</ol>
      ) : (
        <ul>{renderAll(node.children, names)}</ul>
      );
    case "listItem":
      return <li>{renderAll(node.children, names)}</li>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "link":
      return <Outward url={node.url}>{renderAll(node.children, names)}</Outward>;
    case "image":
      return (
        <Outward url={node.url}>{node.alt === "" ? node.url : (node.alt ?? node.url)}</Outward>
      );
    case "html":
      return node.value;
    case "definition":
    case "footnoteDefinition":
    case "footnoteReference":
    case "imageReference":
    case "linkReference":
    case "table":
    case "tableCell":
    case "tableRow":
    case "yaml":
      // The parser, as it is set up, makes none of these.
      return null;
  }
}

/** Text with its line breaks, as one sees them while writing, and its mentions. */
function Text({ text, mentioned, own }: Names & { text: string }) {
  return cutAtMentions(text, mentioned).map((piece, index) =>
    piece.name === null ? (
      <Fragment key={index}>{piece.text}</Fragment>
    ) : (
      <span key={index} className={own.has(piece.name) ? "mention mention-own" : "mention"}>
        {piece.text}
      </span>
    ),
  );
}

function Outward({ url, children }: { url: string; children: ReactNode }) {
  const address = safeAddress(url);
  if (address === null) return children;
  const place = new URL(address);
  if (place.origin === location.origin) {
    return <Link href={place.pathname + place.search}>{children}</Link>;
  }
  return (
    <a href={address} target="_blank" rel="noopener nofollow">
      {children}
    </a>
  );
}
