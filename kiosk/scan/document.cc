#include "kiosk/scan/document.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <lcms2.h>

#include <ctime>
#include <memory>
#include <string>
// libqpdf's own pointer class is a thing of the past; this says that none is wanted.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "kiosk/scan/limits.h"

namespace yichuang::scan {
namespace {

constexpr char kProducer[] = "Yichuang";
// What a page costs beside its JPEG: its objects, its line of the cross-reference table.
constexpr size_t kPageOverheadBytes = 1024;
constexpr size_t kFileOverheadBytes = 16 * 1024;

// The sRGB profile (IEC 61966-2-1) as lcms2 builds it, with a fixed date instead of now. Empty when
// lcms2 fails.
std::string srgb_profile() {
  const std::unique_ptr<void, cmsBool (*)(cmsHPROFILE)> profile(cmsCreate_sRGBProfile(),
                                                                cmsCloseProfile);
  cmsUInt32Number size = 0;
  if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) return {};
  std::string bytes(size, '\0');
  if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) return {};
  // Bytes 24 to 35 of the header are the date, six big-endian numbers (ICC.1:2010, 7.2.8).
  constexpr char kDate[] = {0x07, '\xE4', 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};  // 2020-01-01
  constexpr size_t kDateAt = 24;
  if (bytes.size() < kDateAt + sizeof kDate) return {};
  bytes.replace(kDateAt, sizeof kDate, kDate, sizeof kDate);
  return bytes;
}

std::tm utc(Time at) {
  const std::time_t seconds = at.ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

std::string uuid(const CommandId& id) {
  const std::string hex = id.hex();
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

// XMP (ISO 16684-1); what it shares with the information dictionary must agree with it.
std::string metadata(const DocumentFacts& facts) {
  const std::string at = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc(facts.created));
  return fmt::format(
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "  <rdf:Description rdf:about=\"\"\n"
      "    xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
      "    xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
      "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
      "    xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n"
      "   <pdfaid:part>2</pdfaid:part>\n"
      "   <pdfaid:conformance>B</pdfaid:conformance>\n"
      "   <pdf:Producer>{}</pdf:Producer>\n"
      "   <xmp:CreateDate>{}</xmp:CreateDate>\n"
      "   <xmp:ModifyDate>{}</xmp:ModifyDate>\n"
      "   <xmpMM:DocumentID>uuid:{}</xmpMM:DocumentID>\n"
      "  </rdf:Description>\n"
      " </rdf:RDF>\n"
      "</x:xmpmeta>\n"
      "<?xpacket end=\"r\"?>\n",
      kProducer, at, at, uuid(facts.id));
}

void add_facts(QPDF& pdf, const DocumentFacts& facts, const std::string& profile) {
  QPDFObjectHandle xmp = pdf.newStream(metadata(facts));
  xmp.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
  xmp.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
  pdf.getRoot().replaceKey("/Metadata", xmp);

  QPDFObjectHandle icc = pdf.newStream(profile);
  icc.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
  QPDFObjectHandle intent = QPDFObjectHandle::parse(
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) "
      "/Info (sRGB IEC61966-2.1) /RegistryName (http://www.color.org) >>");
  intent.replaceKey("/DestOutputProfile", icc);
  QPDFObjectHandle intents = QPDFObjectHandle::newArray();
  intents.appendItem(pdf.makeIndirectObject(intent));
  pdf.getRoot().replaceKey("/OutputIntents", intents);

  const std::string at = fmt::format("D:{:%Y%m%d%H%M%SZ}", utc(facts.created));
  QPDFObjectHandle info = QPDFObjectHandle::newDictionary();
  info.replaceKey("/Producer", QPDFObjectHandle::newString(kProducer));
  info.replaceKey("/CreationDate", QPDFObjectHandle::newString(at));
  info.replaceKey("/ModDate", QPDFObjectHandle::newString(at));
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
}

void add_page(QPDF& pdf, QPDFPageDocumentHelper& pages, const FinishedPage& page) {
  QPDFObjectHandle image = pdf.newStream();
  QPDFObjectHandle form = QPDFObjectHandle::parse(fmt::format(
      "<< /Type /XObject /Subtype /Image /BitsPerComponent 8 /Width {} /Height {} /ColorSpace {} "
      ">>",
      page.width_px, page.height_px, page.colour == Colour::kRgb ? "/DeviceRGB" : "/DeviceGray"));
  image.replaceDict(form);
  // A Buffer made of a pointer only reads there: the page owns the bytes and outlives the writing.
  const auto jpeg =
      std::make_shared<Buffer>(const_cast<unsigned char*>(page.jpeg.data()), page.jpeg.size());
  image.replaceStreamData(jpeg, QPDFObjectHandle::newName("/DCTDecode"),
                          QPDFObjectHandle::newNull());

  constexpr double kPointsPerInch = 72;
  const double width = page.width_px * kPointsPerInch / page.dpi;
  const double height = page.height_px * kPointsPerInch / page.dpi;
  QPDFObjectHandle sheet = pdf.makeIndirectObject(QPDFObjectHandle::parse(
      fmt::format("<< /Type /Page /MediaBox [0 0 {:.3f} {:.3f}] >>", width, height)));
  QPDFObjectHandle images = QPDFObjectHandle::newDictionary();
  images.replaceKey("/Page", image);
  QPDFObjectHandle resources = QPDFObjectHandle::newDictionary();
  resources.replaceKey("/XObject", images);
  sheet.replaceKey("/Resources", resources);
  sheet.replaceKey("/Contents", pdf.newStream(fmt::format("q {:.3f} 0 0 {:.3f} 0 0 cm /Page Do Q\n",
                                                          width, height)));
  pages.addPage(QPDFPageObjectHelper(sheet), false);
}

// Where the writer's bytes go.
class Sink final : public Pipeline {
 public:
  explicit Sink(size_t bytes_expected) : Pipeline("document", nullptr) {
    bytes_.reserve(bytes_expected);
  }
  void write(unsigned char const* data, size_t size) override {
    bytes_.insert(bytes_.end(), data, data + size);
  }
  void finish() override {}
  WipedBytes take() { return std::move(bytes_); }

 private:
  WipedBytes bytes_;
};

Result<size_t> size_of(std::span<const FinishedPage> pages) {
  if (pages.empty())
    return Error{ErrorCode::kInvalid, "a document has at least one page; scan one"};
  size_t size = kFileOverheadBytes;
  for (const FinishedPage& page : pages) {
    HALL_ASSERT(!page.jpeg.empty() && page.width_px > 0 && page.height_px > 0 && page.dpi > 0);
    size += page.jpeg.size() + kPageOverheadBytes;
  }
  if (pages.size() > limits::kDocumentPagesMax || size > limits::kDocumentBytesMax) {
    return Error{ErrorCode::kExhausted,
                 fmt::format("a document has at most {} pages and {} MiB; begin a second one",
                             limits::kDocumentPagesMax, limits::kDocumentBytesMax >> 20)};
  }
  return size;
}

}  // namespace

Result<WipedBytes> write_document(std::span<const FinishedPage> pages, const DocumentFacts& facts) {
  const auto size = size_of(pages);
  if (!size) return size.error();
  const std::string profile = srgb_profile();
  if (profile.empty())
    return Error{ErrorCode::kInternal, "lcms2 gives no sRGB profile; reinstall it"};
  try {
    QPDF pdf;
    pdf.emptyPDF();
    add_facts(pdf, facts, profile);
    QPDFPageDocumentHelper sheets(pdf);
    for (const FinishedPage& page : pages) add_page(pdf, sheets, page);

    Sink sink(*size);
    QPDFWriter writer(pdf);
    writer.setOutputPipeline(&sink);
    writer.setMinimumPDFVersion("1.7");
    writer.setDeterministicID(true);             // from the content, not from now
    writer.setStreamDataMode(qpdf_s_preserve);   // the JPEG as it is
    writer.setObjectStreamMode(qpdf_o_disable);  // any reader can read it
    writer.setNewlineBeforeEndstream(true);      // ISO 19005-2, 6.1.7.1
    writer.write();
    return sink.take();
  } catch (const std::exception& error) {
    return Error{ErrorCode::kInternal,
                 fmt::format("libqpdf could not write the document: {}", error.what())};
  }
}

}  // namespace yichuang::scan
