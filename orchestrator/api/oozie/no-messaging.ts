/** Oozie without JMS says this, word by word, to whoever asks for topics or connections. */
export const NO_MESSAGING =
  'JMSTopicService is not initialized. JMS notificationmay not be enabled';
