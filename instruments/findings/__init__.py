"""What an officer has to see: what does not agree, is odd, or is asked twice."""
