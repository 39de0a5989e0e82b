export const messages = {
  en: {
    name: "Authenticator app",
    prompt: "Open the authenticator app on your phone and enter the code that it shows for this system.",
    enrol:
      "Open an authenticator app on your phone, such as Microsoft's or Google's, and scan this picture. Then enter the code that the app shows.",
    code: "Code from the app",
    qr: "QR code for the authenticator app. The key below says the same.",
    key: "If you cannot scan it, type this key into the app",
  },
};
